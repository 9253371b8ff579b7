"""The issues of networks, as a table of rules with their consequences."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import IssueRule, Severity

_SKIPPED, _REPAIRED, _GUESSED = Severity.SKIPPED, Severity.REPAIRED, Severity.GUESSED

# Of spaces and openings.
SIMPLIFIED = IssueRule(_REPAIRED, "has so many corners that it was simplified before paths were made")
CROWDED = IssueRule(_GUESSED, "has so many doors and corners that paths may make detours")
TOO_MANY_DOORS = IssueRule(_SKIPPED, "has more openings than a space can have: not joined to the network")
ON_NO_LEVEL = IssueRule(_SKIPPED, "without a known level: not part of the network")
NO_ROOM_TO_WALK = IssueRule(_SKIPPED, "too narrow to walk in: not part of the network")
NO_WAY_IN = IssueRule(_GUESSED, "no opening leads to it: not part of the network")
UNREACHABLE = IssueRule(_GUESSED, "cut off from most of its building")
BLIND_OPENING = IssueRule(_SKIPPED, "touches no space: not part of the network")
SNAPPED = IssueRule(_REPAIRED, "not on the outline of its space: moved there")
GUESSED_DOOR = IssueRule(_GUESSED, "has no opening: got one where it borders a corridor or an area")
LEADS_NOWHERE = IssueRule(_GUESSED, "only one space and no outside: not part of the network")
OPEN_PASSAGE = IssueRule(_GUESSED, "assumed to be open to its neighbour: they share an edge without a door")
CROWDED_LEVEL = IssueRule(
    _SKIPPED, "more things overlap than on a level of any building: no network was made"
)
DOOR_LED_OUT = IssueRule(_GUESSED, "an outer door without a footway: connected to the nearest one")
# Of connectors.
UNKNOWN_LEVELS = IssueRule(_SKIPPED, "serves fewer than two known levels: leads nowhere")
LOOSE_CONNECTOR = IssueRule(_GUESSED, "does not end in a space on one of its levels")
UNKNOWN_DIRECTION = IssueRule(_GUESSED, "its direction is unknown or changes: assumed to be two-way")
UNKNOWN_INCLINE = IssueRule(_GUESSED, "its upper end is unknown: assumed to be the last point")
CROWDED_MARKERS = IssueRule(
    _SKIPPED, "more stairs and lifts at one position than in any building: not joined with other levels"
)
# Of drawn lines.
DANGLING = IssueRule(_GUESSED, "ends where there is no room, door, stair or lift")
COMPONENT = IssueRule(_GUESSED, "lines not joined to the rest of the network")
DUPLICATE = IssueRule(_REPAIRED, "drawn twice: imported once")
NO_LEVEL = IssueRule(_GUESSED, "without a known level: joined only with each other")
TOO_MANY_CROSSINGS = IssueRule(_SKIPPED, "more crossings than a network can have: not split")
ROOM_APART = IssueRule(_GUESSED, "no line to walk along comes near it")
