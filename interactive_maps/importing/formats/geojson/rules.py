"""What can be wrong with a GeoJSON file, as a table: every rule with what it costs."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import Rule, Severity

_SKIPPED, _MENDED, _GUESSED = Severity.SKIPPED, Severity.MENDED, Severity.GUESSED

NOT_A_FEATURE = Rule(_SKIPPED, "no GeoJSON feature")
TOO_LARGE = Rule(_SKIPPED, "too large for one feature")
CUT_OFF = Rule(_MENDED, "the file is cut off: what is there was taken")
BAD_GEOMETRY = Rule(_SKIPPED, "its geometry cannot be used")
OUT_OF_RANGE = Rule(_SKIPPED, "it lies outside of longitude 180 and latitude 90")
MENDED_GEOMETRY = Rule(_MENDED, "its geometry was mended")
NO_ID = Rule(_GUESSED, "no id: known by its place in the file, until that changes")
REPEATED_ID = Rule(_GUESSED, "the id is used more than once: numbered")
POINT_WITHOUT_NAME = Rule(_SKIPPED, "a point without a name is neither room nor line")
NO_ROOM = Rule(_SKIPPED, "exported from a map, and neither room nor line there")
NO_PLAIN_SHAPE = Rule(_SKIPPED, "points, lines and areas in one geometry: divide them")
NOT_WANTED = Rule(_SKIPPED, "not of the kind that the rules say the file holds")
UNREADABLE_LEVEL = Rule(_GUESSED, "its level cannot be read: on no level")
OTHER_LEVEL = Rule(_SKIPPED, "on another level than --level")
LEFT_OUT = Rule(_SKIPPED, "not kept, as the rules leave its layer out of the base floor")
NETWORK = Rule(_SKIPPED, "lines to walk on are read, and are no part of the base floor")
