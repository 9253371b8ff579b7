"""What can be wrong with an archive, as a table: every rule with what it costs. IMDF's own rules are among them."""

from __future__ import annotations

from interactive_maps.importing.reporting.issue_collector import IssueRule, Severity

_SKIPPED, _REPAIRED, _GUESSED = Severity.SKIPPED, Severity.REPAIRED, Severity.GUESSED

# The archive's entries.
NOISE = IssueRule(_SKIPPED, "left by an operating system")
UNSAFE_PATH = IssueRule(_SKIPPED, "the entry's path leads out of the archive, or is a link")
FOREIGN_FILE = IssueRule(_SKIPPED, "no collection of features")
OTHER_FOLDER = IssueRule(_SKIPPED, "not in the folder of the manifest")
REPEATED_ENTRY = IssueRule(_SKIPPED, "the archive holds this name twice: the first counts")
UNKNOWN_COLLECTION = IssueRule(_SKIPPED, "a collection that IMDF does not know: kept for export only")
NO_MANIFEST = IssueRule(_GUESSED, "there is no manifest.json that can be read: IMDF 1.0.0 is assumed")
UNKNOWN_VERSION = IssueRule(_GUESSED, "read as IMDF 1.0.0")

# Features as such.
NOT_A_FEATURE = IssueRule(_SKIPPED, "no GeoJSON feature")
TOO_LARGE = IssueRule(_SKIPPED, "too large for one feature")
REPEATED_ID = IssueRule(_SKIPPED, "the id is used twice: the first counts")
NO_ID = IssueRule(_GUESSED, "no id: known by its place in the collection, until that changes")
ID_OF_WRONG_TYPE = IssueRule(_REPAIRED, "the id is no text: taken as one")
BAD_GEOMETRY = IssueRule(_SKIPPED, "its geometry cannot be used")
WRONG_GEOMETRY = IssueRule(_SKIPPED, "its geometry is of a type that such a feature does not have")
MENDED_GEOMETRY = IssueRule(_REPAIRED, "its geometry was repaired")
LOST_GEOMETRY = IssueRule(_SKIPPED, "its geometry cannot be used; the rest of it was taken")
WRONG_TYPE = IssueRule(_SKIPPED, "a property is of the wrong type: taken as missing")
MISSPELT = IssueRule(_REPAIRED, "a property's name is misspelt")
NOT_KEPT = IssueRule(_SKIPPED, "a property that the map has no place for: kept for export only")
LABEL_OF_ONE_TEXT = IssueRule(_REPAIRED, "a label without a language: taken as one of an unknown language")
NO_LANGUAGE = IssueRule(_GUESSED, "a label's key is no BCP 47 language: kept as it is")
NO_NAME = IssueRule(_GUESSED, "no name, though IMDF requires one")
NO_CATEGORY = IssueRule(_GUESSED, "no category: taken as unspecified")
UNKNOWN_CATEGORY = IssueRule(_GUESSED, "a category that IMDF does not know: kept as it is")
UNKNOWN_RESTRICTION = IssueRule(_GUESSED, "a restriction that IMDF does not know: kept as it is")
DANGLING = IssueRule(_GUESSED, "refers to a feature that is not there: kept without it")

# Places.
BUILDING_WITH_GEOMETRY = IssueRule(
    _REPAIRED, "a building has no geometry in IMDF: used where there is no footprint"
)
OTHER_FOOTPRINT = IssueRule(_SKIPPED, "a building's outline is its footprint at ground level")
LOST_FOOTPRINT = IssueRule(_SKIPPED, "a footprint of no known building")
NO_ORDINAL = IssueRule(_SKIPPED, "a level without an ordinal that is a number")
TEXT_ORDINAL = IssueRule(_REPAIRED, "the ordinal is a text: taken as a number")
SEVERAL_BUILDINGS = IssueRule(
    _GUESSED, "its level is of several buildings: put into the one whose outline holds it"
)

# Units and openings.
NAME_OF_OCCUPANT = IssueRule(_REPAIRED, "has no name: took its occupant's")
UNNAMED = IssueRule(_SKIPPED, "has no name and no named occupant: a space, but no room in the list of rooms")
DISPLAY_POINT_OUTSIDE = IssueRule(_REPAIRED, "the display point is missing or outside: put inside")
OUTSIDE_DRAWN_LEVEL = IssueRule(_REPAIRED, "sticks out of its level as that is drawn, not as it was repaired")
OUTSIDE_LEVEL = IssueRule(_GUESSED, "sticks out of its level: kept as drawn")
OVERLAPPING = IssueRule(_GUESSED, "overlaps another unit of its level: both kept as drawn")
OPENING_OF_NOTHING = IssueRule(_GUESSED, "touches no unit of its level")
OPENING_OF_ONE = IssueRule(_GUESSED, "touches one unit only: taken as leading outside")
FAR_OPENING = IssueRule(_REPAIRED, "does not meet the units it joins: they are within reach of it")

# Connectors, occupants, addresses.
NO_CONNECTION = IssueRule(_SKIPPED, "a relationship that joins no two levels")
OTHER_RELATIONSHIP = IssueRule(_SKIPPED, "a relationship that is no way between levels")
STACKED = IssueRule(_GUESSED, "connects the levels that its units lie above each other on")
UNCONNECTED = IssueRule(_GUESSED, "leads nowhere: no such unit above or below it on the next levels")
UNUSED_ANCHOR = IssueRule(_SKIPPED, "an anchor that no occupant uses")
NO_ADDRESS = IssueRule(_SKIPPED, "the map has no place for addresses: kept for export only")
