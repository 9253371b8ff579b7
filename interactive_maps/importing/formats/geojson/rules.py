"""What can be wrong with a GeoJSON file, as a table: every rule with what it costs."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import IssueRule, Severity

_SKIPPED, _REPAIRED, _GUESSED = Severity.SKIPPED, Severity.REPAIRED, Severity.GUESSED

NOT_A_FEATURE = IssueRule(_SKIPPED, "no GeoJSON feature")
TOO_LARGE = IssueRule(_SKIPPED, "too large for one feature")
CUT_OFF = IssueRule(_REPAIRED, "the file is cut off: what is there was taken")
BAD_GEOMETRY = IssueRule(_SKIPPED, "its geometry cannot be used")
OUT_OF_RANGE = IssueRule(_SKIPPED, "it lies outside of longitude 180 and latitude 90")
MENDED_GEOMETRY = IssueRule(_REPAIRED, "its geometry was repaired")
NO_ID = IssueRule(_GUESSED, "no id: known by its place in the file, until that changes")
REPEATED_ID = IssueRule(_GUESSED, "the id is used more than once: numbered")
POINT_WITHOUT_NAME = IssueRule(_SKIPPED, "a point without a name is neither room nor line")
OUTDOORS = IssueRule(_SKIPPED, "a street, a square or what stands in one: no room")
NO_ROOM = IssueRule(_SKIPPED, "exported from a map, and neither room nor line there")
PARTS_LEFT_OUT = IssueRule(
    _REPAIRED, "points, lines and areas in one geometry: its areas are taken, or else its lines"
)
UNNAMED = IssueRule(_GUESSED, "an area without a name: a space, but no room in the list of rooms")
NOT_WANTED = IssueRule(_SKIPPED, "not of the kind that the rules say the file holds")
UNREADABLE_LEVEL = IssueRule(_GUESSED, "its level cannot be read: on no level")
NO_LEVEL = IssueRule(_GUESSED, "tells no level, as others do: on none")
OTHER_LEVEL = IssueRule(_SKIPPED, "on another level than --level")
LEFT_OUT = IssueRule(_SKIPPED, "not kept, as the rules leave its layer out of the base floor")
NETWORK = IssueRule(_SKIPPED, "lines to walk on are read, and are no part of the base floor")
