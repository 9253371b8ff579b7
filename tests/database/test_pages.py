"""Walking by key loses no row and doubles none, whatever the keys, the sizes and the filters."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interactive_maps.geo.bbox import Bbox
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.search.folding import list_lexemes, make_key

KEYS = st.integers(-(2**31), 2**31 - 1)
ROOMS = st.dictionaries(
    KEYS, st.tuples(st.text("ab%_\\ é", max_size=4), st.sampled_from([None, -1.0, 0.0, 0.5])), max_size=30
)
FILTERS = st.builds(
    LayerQuery,
    st.just(LAYERS["rooms"]),
    level=st.sampled_from([None, -1.0, 0.0, 0.5, 7.0]),
    bbox=st.sampled_from([None, Bbox(0, 0, 5, 5), Bbox(5.5, -1, 30, 1), Bbox(170, -1, 3, 1)]),
    q=st.sampled_from([None, "a", "%", "_", "\\", "É", "ab"]),
)


def fill(cursor, rooms):
    cursor.execute("TRUNCATE room_points")
    cursor.executemany(
        "INSERT INTO room_points (ogc_fid, text, level, wkb_geometry)"
        " VALUES (%s, %s, %s, ST_SetSRID(ST_MakePoint(%s, 0), 4326))",
        [(key, text, level, place) for place, (key, (text, level)) in enumerate(rooms.items())],
    )


def is_found(q, text):
    key = make_key(q)
    if not key:  # signs are looked for as they are
        return q in text
    return any(word.startswith(key) for word in list_lexemes(make_key(text)))


def fits(chosen, place, text, level):
    if chosen.level is not None and level != chosen.level:
        return False
    if chosen.q is not None and not is_found(chosen.q, text):
        return False
    box = chosen.bbox
    if box is None:
        return True
    return box.west <= place <= box.east if box.west <= box.east else place >= box.west or place <= box.east


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(rooms=ROOMS, limit=st.integers(1, 12), chosen=FILTERS)
def test_pages_in_a_row_are_the_rows_that_fit(map_tables, rooms, limit, chosen):
    fill(map_tables, rooms)
    expected = sorted(key for place, (key, row) in enumerate(rooms.items()) if fits(chosen, place, *row))
    walked, after = [], None
    while True:
        _, page = queries.fetch_page(chosen, Page(limit, after), set())
        items = json.loads(b"[" + page.items + b"]")
        assert len(items) == page.count <= limit
        walked += [item["id"] for item in items]
        if page.next_after is None:
            break
        assert page.next_after == items[-1]["id"]
        after = page.next_after
    assert walked == expected
    by_offset = []
    for offset in range(0, len(expected) + limit, limit):
        _, page = queries.fetch_page(chosen, Page(limit, None, offset), set())
        by_offset += [item["id"] for item in json.loads(b"[" + page.items + b"]")]
    assert by_offset == expected


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_any_text_comes_out_as_it_went_in(map_tables, text):
    fill(map_tables, {1: (text, None)})
    _, page = queries.fetch_page(LayerQuery(LAYERS["rooms"]), Page(5), set())
    (item,) = json.loads(b"[" + page.items + b"]")
    assert item["name"] == text
    assert b"\n" not in page.items
    assert b"\r" not in page.items


def test_a_page_of_a_known_version_is_not_made(map_tables):
    version, page = queries.fetch_page(LayerQuery(LAYERS["rooms"]), Page(5), set())
    assert page.count == 0
    assert queries.fetch_page(LayerQuery(LAYERS["rooms"]), Page(5), {version}) == (version, None)
