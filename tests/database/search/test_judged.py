"""The judged queries on a town of few rooms: if ranking breaks, this fails long before the benchmark is run."""

import pytest

from benchmarks.searching.judging import find_rank, read_judged
from benchmarks.searching.town import fill_tables
from interactive_maps.mapdata.search.queries import search_map
from interactive_maps.mapdata.search.search_request import SearchRequest


@pytest.fixture
def town(map_tables):
    return fill_tables(map_tables.connection.connection, 3_000)


def test_nearly_everything_is_found_first(town):
    judged = read_judged()
    ranks = []
    for one in judged:
        near = town.places[one.options["near"]] if "near" in one.options else None
        _, results = search_map(SearchRequest(one.query, near=near), ())
        ranks.append(find_rank(one, town, results))
        assert [result["score"] for result in results] == sorted((r["score"] for r in results), reverse=True)
        assert all(result["why"] for result in results)
    missed = [one.query for one, rank in zip(judged, ranks, strict=True) if rank is None or rank > 5]
    assert len(judged) >= 150
    assert sum(1 / rank for rank in ranks if rank) / len(ranks) >= 0.95, missed
    assert len(missed) <= 0.02 * len(judged), missed


def test_every_kind_of_query_is_judged_in_four_languages():
    kinds = {(one.language, one.kind) for one in read_judged()}
    for language in ("en", "de", "fr", "es"):
        assert {kind for spoken, kind in kinds if spoken == language} >= {
            *("number", "name", "prefix", "typo", "alias", "category"),
        }
