"""What can be remarkable about a network, as a table: every rule with what it costs."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import IssueRule, Severity

_SKIPPED, _REPAIRED, _GUESSED = Severity.SKIPPED, Severity.REPAIRED, Severity.GUESSED

# Of spaces and openings.
SIMPLIFIED = IssueRule(_REPAIRED, "so many corners that it was simplified before ways were looked for")
CROWDED = IssueRule(_GUESSED, "so many doors and corners that its ways may make detours")
TOO_MANY_DOORS = IssueRule(_SKIPPED, "more openings than one space can have: not joined to the network")
ON_NO_LEVEL = IssueRule(_SKIPPED, "on no known level: not part of the network")
NO_ROOM_TO_WALK = IssueRule(_SKIPPED, "too narrow to walk in: not part of the network")
NO_WAY_IN = IssueRule(_GUESSED, "no opening leads to it: not part of the network")
UNREACHABLE = IssueRule(_GUESSED, "cut off from most of its building")
BLIND_OPENING = IssueRule(_SKIPPED, "at no space: not part of the network")
SNAPPED = IssueRule(_REPAIRED, "not on the space's outline: moved there")
GUESSED_DOOR = IssueRule(_GUESSED, "has no opening: given one where it borders a corridor or an area")
LEADS_NOWHERE = IssueRule(_GUESSED, "one space only, and no way outside: not part of the network")
OPEN_PASSAGE = IssueRule(_GUESSED, "taken for open to its neighbour: they share an edge and no door is drawn")
CROWDED_LEVEL = IssueRule(
    _SKIPPED, "more things lie on one another than on a level of any building: no network to walk on was made"
)
DOOR_LED_OUT = IssueRule(_GUESSED, "an outer door at which no footway ends: led to the nearest one")
# Of connectors.
UNKNOWN_LEVELS = IssueRule(_SKIPPED, "serves fewer than two known levels: leads nowhere")
LOOSE_CONNECTOR = IssueRule(_GUESSED, "ends in no space of a level that it serves")
UNKNOWN_DIRECTION = IssueRule(_GUESSED, "its direction is not known, or changes: taken for both")
UNKNOWN_INCLINE = IssueRule(_GUESSED, "which end is up is not said: taken for its last point")
CROWDED_MARKERS = IssueRule(
    _SKIPPED, "more stairs and lifts at one place than in any building: not joined with other levels"
)
# Of drawn lines.
DANGLING = IssueRule(_GUESSED, "ends where there is no room, door, stair or lift")
COMPONENT = IssueRule(_GUESSED, "lines not joined to the rest of the network")
DUPLICATE = IssueRule(_REPAIRED, "drawn twice: taken once")
NO_LEVEL = IssueRule(_GUESSED, "on no known level: joined with each other only")
TOO_MANY_CROSSINGS = IssueRule(_SKIPPED, "more crossings than a network can have: not split")
ROOM_APART = IssueRule(_GUESSED, "no line to walk on comes near it")
