"""What a search is unless somebody asks for more: ten answers of any kind, and never more than fifty."""

from __future__ import annotations

from interactive_maps.mapdata.search.search_request import KINDS, MAX_RESULTS, SearchRequest


def test_a_request_is_for_ten_answers_of_any_kind_anywhere():
    usual = SearchRequest("wc")
    assert (usual.limit, MAX_RESULTS) == (10, 50)
    assert usual.kinds == {"room", "space", "point", "occupant", "building", "category"} == KINDS.keys()
    assert (usual.level, usual.near, usual.building, usual.languages) == (None, None, None, ())
