"""Layer queries as names of streams."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interactive_maps.geo.bbox import Bbox
from interactive_maps.geo.degrees import EQUATOR_METRES
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Tile
from interactive_maps.mapdata.schema.layers import LAYERS

EVERYTHING = {
    "level": -1.0,
    "bbox": Bbox(13.7, 51.0, 13.8, 51.1),
    "q": "lab",
    "building": 3,
    "category": "office",
    "languages": ("de", "en"),
    "key": 7,
}


# Clients resume by these: a release that made others would let every open stream start over.
@pytest.mark.parametrize(
    ("layer", "filters", "digest"),
    [
        ("rooms", {}, ""),
        ("base-floor", {}, ""),
        ("spaces", {}, "f7cf47c5dc1f"),
        ("rooms", {"level": 0.0}, "068cf26cb56e"),
        ("spaces", EVERYTHING, "614a3012e239"),
    ],
)
def test_streams_are_told_apart_as_ever(layer, filters, digest):
    assert LayerQuery(LAYERS[layer], **filters).digest == digest


@pytest.mark.parametrize("name", list(EVERYTHING))
def test_each_filter_makes_another_stream(name):
    whole = LayerQuery(LAYERS["spaces"])
    part = replace(whole, **{name: EVERYTHING[name]})
    assert part != whole
    assert part.digest != whole.digest
    assert {part: 1}[replace(whole, **{name: EVERYTHING[name]})] == 1


def test_layers_have_streams_of_their_own():
    queries = {LayerQuery(layer): name for name, layer in LAYERS.items()}
    assert [queries[LayerQuery(layer)] for layer in LAYERS.values()] == list(LAYERS)


@pytest.mark.parametrize("name", list(LAYERS))
def test_languages_matter_where_there_are_names_in_several(name):
    layer = LAYERS[name]
    assert LayerQuery(layer).depends_on_language == ("names" in layer.columns)


@pytest.mark.parametrize("name", list(EVERYTHING))
def test_words_and_languages_are_no_other_filter(name):
    words = LayerQuery(LAYERS["spaces"], q="lab")
    assert words.asks_only_for_words
    assert replace(words, **{name: EVERYTHING[name]}).asks_only_for_words == (name in {"q", "languages"})


@pytest.mark.parametrize("zoom", range(23))
def test_a_tile_of_more_than_ten_kilometres_is_wide(zoom):
    assert Tile(zoom, 0, 0).is_wide == (EQUATOR_METRES / 2**zoom > 10_000)
