"""Search from request to results: one snapshot, a few short queries."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.conf import settings
from psycopg import Connection

from interactive_maps.geo.degrees import METRES_PER_DEGREE, scale_longitude
from interactive_maps.mapdata.database.connections import list_hosts, open_transaction
from interactive_maps.mapdata.database.table_replacements import Tables, read_again, require_unreplaced
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.search.concepts import load_words
from interactive_maps.mapdata.search.conditions import Context, name_categories
from interactive_maps.mapdata.search.connectors import merge_connectors
from interactive_maps.mapdata.search.details import Details
from interactive_maps.mapdata.search.index.search_source import SearchSource, fetch_search_source
from interactive_maps.mapdata.search.index.tables import SEARCHED
from interactive_maps.mapdata.search.matching import Matcher, Near, Wish
from interactive_maps.mapdata.search.ranking import Ranker
from interactive_maps.mapdata.search.search_request import KINDS, SearchRequest
from interactive_maps.mapdata.search.table_scan import find_plainly
from interactive_maps.mapdata.search.understanding import Query, Span, read_query
from interactive_maps.ops.errors import DatabaseAway

_newest = [0]  # the version last returned by this process

Result = dict[str, Any]


def search_map(asked: SearchRequest, known_versions: Container[int]) -> tuple[int, list[Result] | None]:
    """Return the version and the best results; none if its version is one of ``known_versions``."""
    return read_again(partial(_search_map, asked, known_versions))


def _search_map(
    asked: SearchRequest, known_versions: Container[int], locked: Tables
) -> tuple[int, list[Result] | None]:
    query = read_query(asked.q, load_words())
    with _open_source(locked) as (connection, source):
        if source.version in known_versions:
            return source.version, None
        if not query.pieces:
            return source.version, []
        results = _answer(connection, source, query, asked)
        require_unreplaced(connection, [LAYERS[name].table for name in SEARCHED])
        return source.version, results


@contextmanager
def _open_source(locked: Tables) -> Iterator[tuple[Connection[Any], SearchSource]]:
    """Yield a connection in a snapshot no older than this process's earlier responses, and its sources."""
    with contextlib.ExitStack() as stack:
        for host in list_hosts():
            try:
                connection = stack.enter_context(open_transaction(host, locked, costly=True))
                source = fetch_search_source(connection)
            except DatabaseAway:
                if host.is_primary:
                    raise
                continue
            if host.is_primary or source.version >= _newest[0]:
                break
            stack.close()
        _newest[0] = source.version
        yield connection, source


def _answer(
    connection: Connection[Any], source: SearchSource, query: Query, asked: SearchRequest
) -> list[Result]:
    layers = tuple(KINDS[kind] for kind in sorted(asked.kinds) if KINDS[kind])
    wish = Wish(layers, asked.building, asked.level, _make_near(asked.near))
    plain = find_plainly(connection, query, wish, source)
    results: list[Result] = []
    candidates = plain
    if source.indexed:
        matcher = Matcher(connection, query, has_trigrams=source.has_trigrams)
        if "category" in asked.kinds:
            results = _list_categories(matcher, query, asked)
        indexed = Wish(tuple(set(layers) & set(source.indexed)), wish.building, wish.level, wish.near)
        candidates = matcher.find_candidates(indexed, asked.limit) + plain
        ranker = Ranker(query, matcher.context, asked.level)
    else:
        ranker = Ranker(query, Context(), asked.level)
    ranked = merge_connectors(connection, ranker.rank(candidates), source)[: asked.limit]
    details = Details(connection, settings.SRID_OF_ZERO, asked.languages, source)
    shown = details.fetch(one.candidate.target for one in ranked)
    results += [
        shown[one.candidate.target] | {"levels": list(one.levels) or None, "score": one.score, "why": one.why}
        for one in ranked
        if one.candidate.target in shown
    ]
    return results[: asked.limit]


def _list_categories(matcher: Matcher, query: Query, asked: SearchRequest) -> list[Result]:
    """Return the categories on the map that the whole query names."""
    span = query.whole_span
    if span is None:
        return []
    return list(_show_categories(span, matcher.find_categories(name_categories(span.concepts)), asked))


def _show_categories(span: Span, present: set[str], asked: SearchRequest) -> Iterator[Result]:
    shown: set[str] = set()
    for concept in span.concepts:
        category = next((name for name in concept.categories if name in present), None)
        if category is None or category in shown:
            continue
        shown.add(category)
        nothing = dict.fromkeys(
            ("id", "ref", "level", "level_name", "levels", "building_id", "building", "location")
        )
        yield nothing | {
            "kind": "category",
            "name": concept.kind.choose_label(asked.languages),
            "category": category,
            "score": 1.0 if span.exactly else 0.9,
            "why": f"category {category}",
        }


def _make_near(near: tuple[float, float] | None) -> tuple[Near, ...]:
    """Return the point for rows in degrees; 0 if that is the system of rows that declare none."""
    if near is None:
        return ()
    longitude, latitude = near
    per_longitude = METRES_PER_DEGREE * scale_longitude(latitude)
    srids = [4326, *([0] if settings.SRID_OF_ZERO == 4326 else [])]
    return tuple(Near(srid, longitude, latitude, per_longitude, METRES_PER_DEGREE) for srid in srids)
