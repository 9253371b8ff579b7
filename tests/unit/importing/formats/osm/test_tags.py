"""What single tags mean: lengths, names, categories."""

from __future__ import annotations

import pytest

from interactive_maps.importing.tags.categories import (
    classify_occupant,
    classify_place,
    classify_space,
)
from interactive_maps.importing.tags.names import compose_label, read_aliases, read_names


def test_names_in_all_languages_and_nothing_that_is_no_name():
    tags = {
        "name": "Mensa",
        "name:en": "Canteen",
        "name:zh-Hans": "食堂",
        "name:etymology:wikidata": "Q1",
        "name:fr": " ",
    }
    assert read_names(tags) == {"": "Mensa", "en": "Canteen", "zh-Hans": "食堂"}


def test_a_shop_without_a_name_has_its_brands():
    assert read_names({"brand": "REWE"}) == {"": "REWE"}
    assert read_aliases({"name": "Rewe City", "brand": "REWE"}) == ("REWE",)


def test_other_old_and_short_names_are_aliases():
    tags = {
        "name": "A",
        "alt_name": "B; C",
        "old_name:en": "D",
        "short_name": "A",
        "loc_name": "E",
        "alt_name:x y": "F",
    }
    assert read_aliases(tags) == ("B", "C", "D", "E")


@pytest.mark.parametrize(
    ("tags", "label"),
    [
        ({"ref": "E100", "name": "Foyer"}, "E100 Foyer"),
        ({"ref": "E100", "name": "Foyer E100"}, "Foyer E100"),
        ({"ref": "2119"}, "2119"),
        ({"name:de": "Aula"}, "Aula"),
        ({"indoor": "room"}, None),
    ],
)
def test_a_room_is_labelled_by_number_and_name(tags, label):
    assert compose_label(tags) == label


@pytest.mark.parametrize(
    ("tags", "category"),
    [
        ({"indoor": "room"}, "room"),
        ({"indoor": "corridor"}, "walkway"),
        ({"indoor": "area"}, "unenclosedarea"),
        ({"indoor": "room", "stairs": "yes"}, "stairs"),
        ({"indoor": "room", "highway": "elevator"}, "elevator"),
        ({"indoor": "room", "amenity": "toilets", "female": "yes"}, "restroom.female"),
        ({"indoor": "room", "amenity": "toilets", "female": "yes", "male": "yes"}, "restroom"),
        ({"room": "toilets", "unisex": "yes", "wheelchair": "designated"}, "restroom.unisex.wheelchair"),
        ({"indoor": "room", "room": "lecture"}, "auditorium"),
        ({"indoor": "room", "office": "company"}, "office"),
        ({"indoor": "room", "office": "no"}, "room"),
        ({"indoor": "yes"}, "unspecified"),
    ],
)
def test_spaces_are_imdf_units(tags, category):
    assert classify_space(tags) == category


def test_places_are_imdf_amenities_and_tenants_occupants():
    assert classify_place({"amenity": "atm"}) == "atm"
    assert classify_place({"amenity": "waste_basket"}) == "unspecified"
    assert classify_occupant({"shop": "bakery"}) == "bakedgoods"
    assert classify_occupant({"shop": "fishing"}) == "shopping"
    assert classify_occupant({"shop": "vacant"}) is None
    assert classify_occupant({"amenity": "toilets"}) is None
