"""Where the tiles of the Web Mercator pyramid are."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.mapdata.http.parameters import MAX_ZOOM
from interactive_maps.mapdata.reading.layer_query import Tile
from interactive_maps.mapdata.reading.tile_select import BUFFER, EXTENT, find_bounds, measure_pixel

TILES = st.integers(0, MAX_ZOOM).flatmap(
    lambda zoom: st.builds(Tile, st.just(zoom), st.integers(0, 2**zoom - 1), st.integers(0, 2**zoom - 1))
)


def test_the_first_tile_is_the_world():
    bounds = find_bounds(Tile(0, 0, 0))
    assert (bounds.west, bounds.east) == (-180, 180)
    assert bounds.north == -bounds.south == pytest.approx(85.5, abs=0.5)


def test_a_known_place_is_in_its_tile():
    bounds = find_bounds(Tile(17, 70269, 43879))
    assert bounds.west < 13.0003 < bounds.east
    assert bounds.south < 51.0001 < bounds.north


@given(TILES)
def test_a_tile_is_in_the_world_and_has_a_size(tile):
    bounds = find_bounds(tile)
    assert -180 <= bounds.west < bounds.east <= 180
    assert -90 < bounds.south < bounds.north < 90
    assert 0 < measure_pixel(tile) < 80_000


@given(TILES, st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_what_is_in_a_tile_is_within_its_bounds(tile, right, down):
    side = 2**tile.zoom
    longitude = (tile.x + right) / side * 360 - 180
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (tile.y + down) / side))))
    bounds = find_bounds(tile)
    assert bounds.west <= longitude <= bounds.east
    assert bounds.south <= latitude <= bounds.north


@given(TILES.filter(lambda tile: tile.zoom and tile.x + 1 < 2**tile.zoom))
def test_neighbours_share_twice_the_buffer(tile):
    mine, theirs = find_bounds(tile), find_bounds(Tile(tile.zoom, tile.x + 1, tile.y))
    width = 360 / 2**tile.zoom
    assert mine.east - theirs.west == pytest.approx(2 * BUFFER / EXTENT * width, rel=1e-4)


@given(TILES.filter(lambda tile: tile.zoom < MAX_ZOOM))
def test_a_pixel_halves_with_each_zoom(tile):
    middle = Tile(tile.zoom + 1, tile.x * 2, tile.y * 2)
    assert measure_pixel(middle) <= measure_pixel(tile) * 3 + 1e-9
    assert measure_pixel(Tile(tile.zoom, 0, 2**tile.zoom // 2)) <= 40_075_017 / 512 / 2**tile.zoom
