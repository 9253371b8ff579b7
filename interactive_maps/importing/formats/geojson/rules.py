"""The issues of GeoJSON files, as a table of rules with their consequences."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import IssueRule, Severity

_SKIPPED, _REPAIRED, _GUESSED = Severity.SKIPPED, Severity.REPAIRED, Severity.GUESSED

NOT_A_FEATURE = IssueRule(_SKIPPED, "not a GeoJSON feature")
TOO_LARGE = IssueRule(_SKIPPED, "too large for one feature")
CUT_OFF = IssueRule(_REPAIRED, "the file is cut off: the rest was imported")
BAD_GEOMETRY = IssueRule(_SKIPPED, "the geometry cannot be used")
OUT_OF_RANGE = IssueRule(_SKIPPED, "outside of longitude 180 and latitude 90")
MENDED_GEOMETRY = IssueRule(_REPAIRED, "the geometry was repaired")
NO_ID = IssueRule(_GUESSED, "no id: identified by its position in the file, which may change")
REPEATED_ID = IssueRule(_GUESSED, "the id is used more than once: numbered")
POINT_WITHOUT_NAME = IssueRule(_SKIPPED, "a point without a name is neither a room nor a line")
OUTDOORS = IssueRule(_SKIPPED, "a street, a square or a thing in one: not a room")
NO_ROOM = IssueRule(_SKIPPED, "exported from a map, where it is neither a room nor a line")
PARTS_LEFT_OUT = IssueRule(
    _REPAIRED, "points, lines and areas in one geometry: only its areas, or else its lines, were imported"
)
UNNAMED = IssueRule(_GUESSED, "an area without a name: a space, but not in the list of rooms")
NOT_WANTED = IssueRule(_SKIPPED, "not of the kind that the rules expect in the file")
UNREADABLE_LEVEL = IssueRule(_GUESSED, "the level cannot be read: on no level")
NO_LEVEL = IssueRule(_GUESSED, "without a level, although others have one: on no level")
OTHER_LEVEL = IssueRule(_SKIPPED, "on a level other than --level")
LEFT_OUT = IssueRule(_SKIPPED, "skipped because the rules exclude its layer from the base floor")
NETWORK = IssueRule(_SKIPPED, "lines to walk along are not part of the base floor")
