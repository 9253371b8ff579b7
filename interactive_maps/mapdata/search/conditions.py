"""Search conditions as tsquery texts, in stages of increasing tolerance. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

from interactive_maps.mapdata.search.concepts import Concept
from interactive_maps.mapdata.search.understanding import Query, Span


class Stage(IntEnum):
    """Stages of tolerance."""

    EXACT = 0  # every word occurs
    BEGUN = 1  # or as a prefix, or as a synonym of the kind of thing
    SIMILAR = 2  # or misspelt, inside another word, or split
    LOOSE = 3  # letters before a number do not count
    PARTIAL = 4  # one word may be missing


@dataclass(slots=True)
class Context:
    """Matches of a query's pieces on the map, by their places.

    ``buildings`` maps the ids of buildings that a piece may name to the quality of the match (0..1); ``levels`` are
    the ordinals of levels it may name; ``similar`` maps similar words of the map to the quality of their match.
    """

    buildings: dict[int, dict[int, float]] = field(default_factory=dict)
    levels: dict[int, set[float]] = field(default_factory=dict)
    similar: dict[int, Mapping[str, float]] = field(default_factory=dict)


def quote(lexeme: str, *, begins: bool = False) -> str:
    """Return a lexeme as a tsquery."""
    quoted = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*" if begins else f"'{quoted}'"


def write_condition(query: Query, context: Context, stage: Stage) -> str | None:
    """Return the tsquery of a stage; None if it would find no more than the one before."""
    places = query.required
    if stage == Stage.LOOSE:
        loose = [place for place in places if not query.pieces[place].is_affix]
        if not loose or len(loose) == len(places):
            return None
        return _write_all(query, context, loose, stage)
    if stage == Stage.PARTIAL:
        words = [place for place in places if not query.pieces[place].is_number]
        if len(places) < 2 or not words:
            return None
        fewer = [[other for other in places if other != place] for place in words]
        return _any(_write_all(query, context, kept, stage) for kept in fewer)
    if stage >= Stage.BEGUN and query.ends_in_zeros and len(places) > 1:
        places = places[:-1]
    whole = _write_all(query, context, places, stage)
    if stage == Stage.SIMILAR:
        return _any([whole, *_write_joined(query, context, places)])
    return whole


def name_categories(concepts: Iterable[Concept]) -> list[str]:
    """Return the distinct categories of ``concepts``."""
    return list(dict.fromkeys(category for concept in concepts for category in concept.categories))


def _write_all(query: Query, context: Context, places: list[int], stage: Stage) -> str:
    own, groups, done = [], [], set()
    for place in places:
        span = query.find_span(place)
        if span is None or not _counts(span, stage):
            mine = _write_piece(query, context, place, stage)
            own.append(mine)
            groups.append(_any([mine, *_write_surroundings(context, place, stage)]))
        elif span not in done:
            done.add(span)
            mine = _write_span(query, context, span, stage)
            own.append(mine)
            groups.append(mine)
    # A building alone is not a result: a word of the feature itself must match.
    return f"({' & '.join(groups)} & {_any(own)})"


def _counts(span: Span, stage: Stage) -> bool:
    return span.exactly or stage >= Stage.BEGUN


def _write_piece(query: Query, context: Context, place: int, stage: Stage) -> str:
    piece = query.pieces[place]
    # 1.2 is a prefix of 1.221, but 1 at the front is not a prefix of 12.
    begins = stage >= Stage.BEGUN and (not piece.is_number or place == len(query.pieces) - 1)
    options = [quote(piece.text, begins=begins)]
    if stage >= Stage.SIMILAR:
        options += [quote(word) for word in context.similar.get(place, ())]
    return _any(options)


def _write_surroundings(context: Context, place: int, stage: Stage) -> list[str]:
    buildings = context.buildings.get(place, {})
    near = [f"'b:{building}'" for building, fit in buildings.items() if fit == 1.0 or stage >= Stage.BEGUN]
    return near + [f"'l:{level:g}'" for level in sorted(context.levels.get(place, ()))]


def _write_span(query: Query, context: Context, span: Span, stage: Stage) -> str:
    pieces = [_write_piece(query, context, place, stage) for place in range(span.start, span.end)]
    options = [f"({' & '.join(pieces)})", *(quote(f"c:{name}") for name in name_categories(span.concepts))]
    if stage >= Stage.BEGUN:
        called = sorted({key for concept in span.concepts for key in concept.keys if " " not in key})
        options += [quote(key) for key in called]
    for place in range(span.start, span.end) if span.end == span.start + 1 else ():
        options += _write_surroundings(context, place, stage)
    return _any(options)


def _write_joined(query: Query, context: Context, places: list[int]) -> list[str]:
    """Return conditions that match two neighbouring pieces as one word: seminar raum for Seminarraum."""
    joined = []
    for first, second in pairwise(places):
        one, other = query.pieces[first], query.pieces[second]
        if second == first + 1 and one.is_number == other.is_number:
            rest = [place for place in places if place not in {first, second}]
            whole = quote(one.text + other.text, begins=not one.is_number)
            joined.append(f"({_write_all(query, context, rest, Stage.SIMILAR)} & {whole})" if rest else whole)
    return joined


def _any(options: Iterable[str]) -> str:
    listed = list(options)
    return listed[0] if len(listed) == 1 else f"({' | '.join(listed)})"
