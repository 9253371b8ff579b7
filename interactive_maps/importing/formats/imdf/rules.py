"""What can be wrong with an archive, as a table: every rule with what it costs. IMDF's own rules are among them."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import Rule, Severity

_SKIPPED, _MENDED, _GUESSED = Severity.SKIPPED, Severity.MENDED, Severity.GUESSED

# The archive's entries.
NOISE = Rule(_SKIPPED, "left by an operating system")
UNSAFE_PATH = Rule(_SKIPPED, "the entry's path leads out of the archive, or is a link")
FOREIGN_FILE = Rule(_SKIPPED, "no collection of features")
OTHER_FOLDER = Rule(_SKIPPED, "not in the folder of the manifest")
REPEATED_ENTRY = Rule(_SKIPPED, "the archive holds this name twice: the first counts")
UNKNOWN_COLLECTION = Rule(_SKIPPED, "a collection that IMDF does not know: kept for export only")
NO_MANIFEST = Rule(_GUESSED, "there is no manifest.json that can be read: IMDF 1.0.0 is assumed")
UNKNOWN_VERSION = Rule(_GUESSED, "read as IMDF 1.0.0")

# Features as such.
NOT_A_FEATURE = Rule(_SKIPPED, "no GeoJSON feature")
TOO_LARGE = Rule(_SKIPPED, "too large for one feature")
REPEATED_ID = Rule(_SKIPPED, "the id is used twice: the first counts")
NO_ID = Rule(_GUESSED, "no id: known by its place in the collection, until that changes")
ID_OF_WRONG_TYPE = Rule(_MENDED, "the id is no text: taken as one")
BAD_GEOMETRY = Rule(_SKIPPED, "its geometry cannot be used")
WRONG_GEOMETRY = Rule(_SKIPPED, "its geometry is of a type that such a feature does not have")
MENDED_GEOMETRY = Rule(_MENDED, "its geometry was mended")
LOST_GEOMETRY = Rule(_SKIPPED, "its geometry cannot be used; the rest of it was taken")
WRONG_TYPE = Rule(_SKIPPED, "a property is of the wrong type: taken as missing")
MISSPELT = Rule(_MENDED, "a property's name is misspelt")
NOT_KEPT = Rule(_SKIPPED, "a property that the map has no place for: kept for export only")
LABEL_OF_ONE_TEXT = Rule(_MENDED, "a label without a language: taken as one of an unknown language")
NO_LANGUAGE = Rule(_GUESSED, "a label's key is no BCP 47 language: kept as it is")
NO_NAME = Rule(_GUESSED, "no name, though IMDF requires one")
NO_CATEGORY = Rule(_GUESSED, "no category: taken as unspecified")
UNKNOWN_CATEGORY = Rule(_GUESSED, "a category that IMDF does not know: kept as it is")
UNKNOWN_RESTRICTION = Rule(_GUESSED, "a restriction that IMDF does not know: kept as it is")
DANGLING = Rule(_GUESSED, "refers to a feature that is not there: kept without it")

# Places.
BUILDING_WITH_GEOMETRY = Rule(_MENDED, "a building has no geometry in IMDF: used where there is no footprint")
OTHER_FOOTPRINT = Rule(_SKIPPED, "a building's outline is its footprint at ground level")
LOST_FOOTPRINT = Rule(_SKIPPED, "a footprint of no known building")
NO_ORDINAL = Rule(_SKIPPED, "a level without an ordinal that is a number")
TEXT_ORDINAL = Rule(_MENDED, "the ordinal is a text: taken as a number")
SEVERAL_BUILDINGS = Rule(
    _GUESSED, "its level is of several buildings: put into the one whose outline holds it"
)

# Units and openings.
NAME_OF_OCCUPANT = Rule(_MENDED, "has no name: took its occupant's")
UNNAMED = Rule(_SKIPPED, "has no name and no named occupant: a space, but no room in the list of rooms")
DISPLAY_POINT_OUTSIDE = Rule(_MENDED, "the display point is missing or outside: put inside")
OUTSIDE_DRAWN_LEVEL = Rule(_MENDED, "sticks out of its level as that is drawn, not as it was mended")
OUTSIDE_LEVEL = Rule(_GUESSED, "sticks out of its level: kept as drawn")
OVERLAPPING = Rule(_GUESSED, "overlaps another unit of its level: both kept as drawn")
OPENING_OF_NOTHING = Rule(_GUESSED, "touches no unit of its level")
OPENING_OF_ONE = Rule(_GUESSED, "touches one unit only: taken as leading outside")
FAR_OPENING = Rule(_MENDED, "does not meet the units it joins: they are within reach of it")

# Connectors, occupants, addresses.
NO_CONNECTION = Rule(_SKIPPED, "a relationship that joins no two levels")
OTHER_RELATIONSHIP = Rule(_SKIPPED, "a relationship that is no way between levels")
STACKED = Rule(_GUESSED, "connects the levels that its units lie above each other on")
UNCONNECTED = Rule(_GUESSED, "leads nowhere: no such unit above or below it on the next levels")
UNUSED_ANCHOR = Rule(_SKIPPED, "an anchor that no occupant uses")
NO_ADDRESS = Rule(_SKIPPED, "the map has no place for addresses: kept for export only")
