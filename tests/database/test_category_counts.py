"""How many places of each kind a map has: of all layers, each once, and as they are now."""

from __future__ import annotations

import pytest
from django.test import Client

from interactive_maps.mapdata.http import category_views
from interactive_maps.mapdata.reading.category_counts import count_categories
from interactive_maps.ops.errors import DatabaseAway


@pytest.fixture
def client(map_tables):
    return Client(headers={"host": "localhost"})


def count_places(client):
    """Return by their plain category the kinds of which the map has places."""
    answer = client.get("/api/categories/")
    return {kind["categories"][0]: kind["places"] for kind in answer.json() if kind["places"] != 0}


def test_places_of_all_layers_are_counted_once(client, map_tables):
    assert count_places(client) == {}
    map_tables.execute(
        "INSERT INTO spaces (ogc_fid, level, category, step_free) VALUES"
        " (1, 0, 'restroom.male', false), (2, 5, 'Restroom.Unisex.Wheelchair', NULL), (3, -1, 'restroom', true),"
        " (4, 0, NULL, NULL), (5, 0, 'elevator', NULL);"
        " INSERT INTO room_points (ogc_fid, text, category, space_id) VALUES"
        " (1, 'WC', 'restroom', 1), (2, 'WC', 'restroom', NULL);"
        " INSERT INTO occupants (ogc_fid, category) VALUES (1, 'restaurant');"
        " INSERT INTO points_of_interest (ogc_fid, category) VALUES (1, 'unheard.of')"
    )
    counts = count_places(client)
    assert (counts["restroom"], counts["restroom.wheelchair"], counts["elevator"]) == (4, 2, 1)
    assert sum(counts.values()) == 8


def test_places_of_one_level_are_counted(client, map_tables):
    map_tables.execute(
        "INSERT INTO points_of_interest (ogc_fid, level, category) VALUES (1, 0, 'elevator'), (2, 0.5, 'elevator')"
    )
    assert count_categories(0.5) == {"elevator": 1}
    assert count_categories(2) == {}


def test_counts_follow_the_map_and_their_tag_follows_them(client, map_tables):
    first = client.get("/api/categories/")
    assert client.get("/api/categories/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    map_tables.execute("INSERT INTO points_of_interest (ogc_fid, category) VALUES (1, 'elevator')")
    assert client.get("/api/categories/", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert count_places(client) == {"elevator": 1}


def test_kinds_are_told_while_the_database_is_away(client, monkeypatch):
    def be_away():
        raise DatabaseAway("gone")

    monkeypatch.setattr(category_views, "count_categories", be_away)
    answer = client.get("/api/categories/")
    assert answer.status_code == 200
    assert {kind["places"] for kind in answer.json()} == {None}
