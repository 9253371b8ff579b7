"""The issues of archives, including violations of IMDF's rules, as a table of rules with their consequences."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import IssueRule, Severity

_SKIPPED, _REPAIRED, _GUESSED = Severity.SKIPPED, Severity.REPAIRED, Severity.GUESSED

# The archive's entries.
NOISE = IssueRule(_SKIPPED, "left by an operating system")
UNSAFE_PATH = IssueRule(_SKIPPED, "the path leads out of the archive, or the entry is a link")
FOREIGN_FILE = IssueRule(_SKIPPED, "not a collection of features")
OTHER_FOLDER = IssueRule(_SKIPPED, "not in the folder of the manifest")
REPEATED_ENTRY = IssueRule(_SKIPPED, "the archive contains this name twice: the first one counts")
UNKNOWN_COLLECTION = IssueRule(_SKIPPED, "not a collection of IMDF: kept for export only")
NO_MANIFEST = IssueRule(_GUESSED, "no readable manifest.json: IMDF 1.0.0 is assumed")
UNKNOWN_VERSION = IssueRule(_GUESSED, "read as IMDF 1.0.0")

# All features.
NOT_A_FEATURE = IssueRule(_SKIPPED, "not a GeoJSON feature")
TOO_LARGE = IssueRule(_SKIPPED, "too large for one feature")
REPEATED_ID = IssueRule(_SKIPPED, "the id is used twice: the first one counts")
NO_ID = IssueRule(_GUESSED, "no id: identified by its position in the collection, which may change")
ID_OF_WRONG_TYPE = IssueRule(_REPAIRED, "the id is not a text: read as one")
BAD_GEOMETRY = IssueRule(_SKIPPED, "its geometry cannot be used")
WRONG_GEOMETRY = IssueRule(_SKIPPED, "the type of its geometry is not allowed here")
MENDED_GEOMETRY = IssueRule(_REPAIRED, "its geometry was repaired")
LOST_GEOMETRY = IssueRule(_SKIPPED, "its geometry cannot be used; the rest was imported")
WRONG_TYPE = IssueRule(_SKIPPED, "a property is of the wrong type: taken as missing")
MISSPELT = IssueRule(_REPAIRED, "a property's name is misspelt")
NOT_KEPT = IssueRule(_SKIPPED, "a property that the map does not use: kept for export only")
LABEL_OF_ONE_TEXT = IssueRule(_REPAIRED, "a label without a language: imported with an unknown language")
NO_LANGUAGE = IssueRule(_GUESSED, "a label's key is not a BCP 47 language: kept as it is")
NO_NAME = IssueRule(_GUESSED, "no name, although IMDF requires one")
NO_CATEGORY = IssueRule(_GUESSED, "no category: taken as unspecified")
UNKNOWN_CATEGORY = IssueRule(_GUESSED, "not a category of IMDF: kept as it is")
UNKNOWN_RESTRICTION = IssueRule(_GUESSED, "not a restriction of IMDF: kept as it is")
DANGLING = IssueRule(_GUESSED, "refers to a missing feature: kept without the reference")

# Places.
BUILDING_WITH_GEOMETRY = IssueRule(
    _REPAIRED, "buildings have no geometry in IMDF: used because there is no footprint"
)
OTHER_FOOTPRINT = IssueRule(_SKIPPED, "a building's outline is its footprint at ground level")
LOST_FOOTPRINT = IssueRule(_SKIPPED, "a footprint without a known building")
NO_ORDINAL = IssueRule(_SKIPPED, "a level without a numeric ordinal")
TEXT_ORDINAL = IssueRule(_REPAIRED, "the ordinal is a text: read as a number")
SEVERAL_BUILDINGS = IssueRule(
    _GUESSED, "its level belongs to several buildings: assigned to the one whose outline contains it"
)

# Units and openings.
NAME_OF_OCCUPANT = IssueRule(_REPAIRED, "no name: named after its occupant")
UNNAMED = IssueRule(_SKIPPED, "no name and no named occupant: a space, but not in the list of rooms")
DISPLAY_POINT_OUTSIDE = IssueRule(_REPAIRED, "the display point is missing or outside: placed inside")
OUTSIDE_DRAWN_LEVEL = IssueRule(
    _REPAIRED, "extends beyond the outline of its level as drawn, but not as repaired"
)
OUTSIDE_LEVEL = IssueRule(_GUESSED, "extends beyond the outline of its level: kept as drawn")
OVERLAPPING = IssueRule(_GUESSED, "overlaps another unit of its level: both kept as drawn")
OPENING_OF_NOTHING = IssueRule(_GUESSED, "touches no unit of its level")
OPENING_OF_ONE = IssueRule(_GUESSED, "touches only one unit: assumed to lead outside")
FAR_OPENING = IssueRule(_REPAIRED, "does not touch the units that it joins, which are near")

# Connectors, occupants, addresses.
NO_CONNECTION = IssueRule(_SKIPPED, "a relationship that does not join two levels")
OTHER_RELATIONSHIP = IssueRule(_SKIPPED, "a relationship that is not a connection of levels")
STACKED = IssueRule(_GUESSED, "connects the levels on which its units lie above each other")
UNCONNECTED = IssueRule(_GUESSED, "leads nowhere: no unit of its kind above or below it on adjacent levels")
UNUSED_ANCHOR = IssueRule(_SKIPPED, "an anchor without an occupant")
NO_ADDRESS = IssueRule(_SKIPPED, "the map does not use addresses: kept for export only")
