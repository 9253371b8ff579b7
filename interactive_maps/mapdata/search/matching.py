"""Queries of the search tables: possible meanings of a search text on this map, and matching rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from psycopg import Connection, sql

from interactive_maps.mapdata.search.conditions import Context, Stage, quote, write_condition
from interactive_maps.mapdata.search.folding import list_deletions, measure_distance
from interactive_maps.mapdata.search.index.tables import LONGEST, SHORTEST
from interactive_maps.mapdata.search.ranking import Candidate
from interactive_maps.mapdata.search.tenants import find_tenants
from interactive_maps.mapdata.search.understanding import Query

MOST_CANDIDATES = 150  # of one stage, that are ranked
# With this many matches, the tolerant stages are not needed.
_FEWEST = {Stage.SIMILAR: 3, Stage.LOOSE: 1, Stage.PARTIAL: 1}
_MOST_SIMILAR = 12  # words of the map that may replace one misspelt word
_MOST_PLACES = 400
_LONG_WORD = 8  # minimum length for two wrong letters

_PLACES = """
SELECT layer, feature_id, keys, level, tsvector_to_array(words) FROM search_entries
WHERE words @@ %s::tsquery ORDER BY layer, feature_id LIMIT %s"""
_SIMILAR = "(SELECT {}, word FROM search_words WHERE deletions && {}::text[] ORDER BY word LIMIT 100)"
_INSIDE = "(SELECT {0}, word FROM search_words WHERE word LIKE {1} ORDER BY length(word), word LIMIT 30)"
_RESEMBLING = (
    "(SELECT {0}, word FROM search_words WHERE word %> {0}"
    " ORDER BY similarity(word, {0}) DESC, word LIMIT 30)"
)
_THRESHOLD = "SET LOCAL pg_trgm.word_similarity_threshold = 0.4"


@dataclass(frozen=True, slots=True)
class Near:
    """A point in degrees, in the reference system ``srid`` of the rows compared to it; ``x_metres`` and ``y_metres``
    are the lengths of one unit there.
    """

    srid: int
    x: float
    y: float
    x_metres: float
    y_metres: float


@dataclass(frozen=True, slots=True)
class Wish:
    """Restrictions and preferences. ``layers`` and ``building`` restrict the results; the rest only ranks equals."""

    layers: tuple[str, ...]
    building: int | None = None
    level: float | None = None
    near: tuple[Near, ...] = ()


class Matcher:
    """One query on one connection, in one snapshot."""

    def __init__(self, connection: Connection[Any], query: Query, *, has_trigrams: bool) -> None:
        self.context = Context()
        self._connection = connection
        self._query = query
        self._has_trigrams = has_trigrams
        self._has_looked = False  # for words that look alike
        self._find_places()

    def find_candidates(self, wish: Wish, enough: int) -> list[Candidate]:
        """Return the matches, stage by stage, until there are ``enough``."""
        found: dict[tuple[str, int], Candidate] = {}
        forgiving = True
        for stage in Stage:
            targets = len({candidate.target for candidate in found.values()})
            if targets >= _FEWEST.get(stage, enough) or (stage >= Stage.SIMILAR and not forgiving):
                break
            if (condition := self.write_condition(stage)) is not None:
                for candidate in self._fetch(condition, wish):
                    found.setdefault((candidate.layer, candidate.feature_id), candidate)
            # An exact match means that the text is not misspelt.
            forgiving = forgiving and not (stage == Stage.EXACT and found)
        if "occupants" not in wish.layers:
            return list(found.values())
        return find_tenants(self._connection, list(found.values()))

    def find_condition(self, layer: str) -> str | None:
        """Return the first condition that any row of ``layer`` meets, prefixes included."""
        for stage in (Stage.BEGUN, Stage.SIMILAR, Stage.LOOSE):
            condition = self.write_condition(stage)
            if condition is not None and self._exists(condition, (layer,)):
                return condition
        return None

    def find_categories(self, categories: Collection[str]) -> set[str]:
        """Return the ``categories`` that occur on the map."""
        options = sorted(categories)
        rows = self._connection.execute(
            "SELECT category FROM unnest(%s::text[], %s::tsquery[]) AS asked(category, condition)"
            " WHERE EXISTS (SELECT FROM search_entries WHERE words @@ condition)",
            [options, [quote(f"c:{category}") for category in options]],
        )
        return {category for (category,) in rows}

    def write_condition(self, stage: Stage) -> str | None:
        """Return the condition of a stage; similar words are looked up when first needed."""
        if stage == Stage.SIMILAR and not self._find_similar() and len(self._query.required) < 2:
            return None
        return write_condition(self._query, self.context, stage)

    # --- context from the map ------------------------------------------------------------------------

    def _find_places(self) -> None:
        asked = {piece.text for piece in self._query.pieces if not piece.is_idle}
        asked |= {one + other for one, other in self._pairs()}
        if not asked:
            return
        options = " | ".join(
            quote(text, begins=len(text) > 2 and not text.isdigit()) for text in sorted(asked)
        )
        for layer, key, keys, level, words in self._places(options):
            if layer == "buildings":
                for place, piece in enumerate(self._query.pieces):
                    self._note_building(place, piece.text, key, set(words))
            elif layer == "levels" and level is not None:
                self._note_level(keys, level)

    def _note_building(self, place: int, text: str, building: int, words: set[str]) -> None:
        if self._query.pieces[place].is_idle:
            return
        fit = 0.0
        if text in words:
            fit = 1.0
        elif len(text) > 2 and any(word.startswith(text) for word in words):
            fit = 0.8
        for one, other in self._pairs():
            if one + other in words and text in {one, other}:
                fit = max(fit, 0.9)
        if fit:
            self.context.buildings.setdefault(place, {})[building] = fit

    def _note_level(self, keys: str, level: float) -> None:
        """Record the pieces that make up a level's whole name: a ``1`` alone would be too vague."""
        texts = [piece.text for piece in self._query.pieces]
        for entry in filter(None, keys.split("|")):
            called = entry[2:].split(" ")
            for start in range(len(texts) - len(called) + 1):
                if texts[start : start + len(called)] == called and not all(map(str.isdigit, called)):
                    for place in range(start, start + len(called)):
                        self.context.levels.setdefault(place, set()).add(level)

    def _find_similar(self) -> bool:
        asked = {
            piece.text
            for piece in self._query.pieces
            if not piece.is_number and not piece.is_idle and SHORTEST <= len(piece.text) <= LONGEST
        }
        if not self._has_looked and asked:
            fits = self._fetch_similar(sorted(asked))
            self.context.similar = {
                place: fits[piece.text]
                for place, piece in enumerate(self._query.pieces)
                if fits.get(piece.text)
            }
            self._note_misspelt_buildings()
        self._has_looked = True
        return bool(self.context.similar)

    def _note_misspelt_buildings(self) -> None:
        words = sorted({word for fits in self.context.similar.values() for word in fits})
        if not words:
            return
        for layer, key, _, _, found in self._places(" | ".join(map(quote, words))):
            for place, fits in self.context.similar.items():
                fit = max((fits[word] for word in found if word in fits), default=0.0)
                if layer == "buildings" and fit:
                    known = self.context.buildings.setdefault(place, {})
                    known[key] = max(known.get(key, 0.0), fit)

    def _fetch_similar(self, texts: list[str]) -> dict[str, dict[str, float]]:
        """Return the similar words of the map with the quality of their match."""
        selects: list[sql.Composable] = []
        for text in texts:
            alike = list_deletions(text)
            selects.append(sql.SQL(_SIMILAR).format(text, alike))
            if self._has_trigrams:
                selects.append(
                    sql.SQL(_INSIDE).format(text, f"%{text}%")
                )  # folded text contains no wildcards of LIKE
                if len(text) >= _LONG_WORD:
                    selects.append(sql.SQL(_RESEMBLING).format(text))
        cursor = self._connection.execute(
            sql.SQL("{}; {}").format(sql.SQL(_THRESHOLD), sql.SQL(" UNION ").join(selects))
        )
        cursor.nextset()
        found: dict[str, dict[str, float]] = {}
        for text, word in cursor:
            if word != text and (fit := compare_words(text, word)):
                found.setdefault(text, {})[word] = fit
        return {
            text: dict(sorted(fits.items(), key=lambda item: (-item[1], item[0]))[:_MOST_SIMILAR])
            for text, fits in found.items()
        }

    def _places(self, options: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(_PLACES, [f"'k:place' & ({options})", _MOST_PLACES]).fetchall()

    def _pairs(self) -> list[tuple[str, str]]:
        texts = [piece.text for piece in self._query.pieces]
        return list(pairwise(texts))

    # --- matches -------------------------------------------------------------------------------------

    def _fetch(self, condition: str, wish: Wish) -> list[Candidate]:
        distance = _measure_distance(wish.near)
        orders: list[sql.Composable] = [] if self._query.names_a_kind else [self._order_by_name()]
        if wish.level is not None:
            orders.append(sql.SQL("(level IS NOT DISTINCT FROM {}) DESC").format(wish.level))
        if wish.near:
            orders.append(sql.SQL("distance"))
        orders.append(sql.SQL("length(keys), layer, feature_id"))
        where = (
            sql.SQL("building_id = {}").format(wish.building)
            if wish.building is not None
            else sql.SQL("true")
        )
        statement = sql.SQL(
            "SELECT layer, feature_id, keys, category, building_id, level, CASE layer WHEN 'occupants' THEN space_id"
            " WHEN 'rooms' THEN (SELECT s.feature_id FROM search_entries s WHERE s.layer = 'spaces'"
            " AND s.feature_id = found.space_id AND {}) END, distance FROM"
            " (SELECT *, {} AS distance FROM search_entries WHERE words @@ {}::tsquery AND layer = ANY({})"
            " AND {} ORDER BY {} LIMIT {}) AS found"
        ).format(
            "spaces" in wish.layers,
            distance,
            condition,
            list(wish.layers),
            where,
            sql.SQL(", ").join(orders),
            MOST_CANDIDATES,
        )
        return [Candidate(*row) for row in self._connection.execute(statement)]

    def _order_by_name(self) -> sql.Composable:
        """Return the sort key for too many matches: names that equal, begin with or contain the query come first."""
        places = self._query.required
        cores = {" ".join(self._query.pieces[place].text for place in places)}
        numbers = [place for place in places if self._query.pieces[place].is_number]
        if numbers:
            cores.add(" ".join(self._query.pieces[p].text for p in range(numbers[0], numbers[-1] + 1)))
        ranks = []
        for rank, (before, after) in enumerate([("%:", "|%"), ("%:", "%"), ("% ", "|%"), ("% ", "%")]):
            patterns = [f"{before}{core}{after}" for core in sorted(cores)]
            ranks.append(sql.SQL("WHEN keys LIKE ANY({}) THEN {}").format(patterns, sql.Literal(rank)))
        return sql.SQL("CASE {} ELSE 9 END").format(sql.SQL(" ").join(ranks))

    def _exists(self, condition: str, layers: tuple[str, ...]) -> bool:
        row = self._connection.execute(
            "SELECT EXISTS (SELECT FROM search_entries WHERE words @@ %s::tsquery AND layer = ANY(%s))",
            [condition, list(layers)],
        ).fetchone()
        return row is not None and bool(row[0])


def compare_words(text: str, word: str) -> float:
    """Return how well a word of the map matches a possibly misspelt or partial word; 0: not at all."""
    most = 2 if len(text) >= _LONG_WORD else 1
    distance = measure_distance(text, word, most)
    if distance <= most:
        return 0.9 - 0.1 * distance
    if text in word:
        return 0.5 + 0.25 * len(text) / len(word)
    if len(text) > SHORTEST and len(word) > len(text):
        ends = (len(text) - 1, len(text), len(text) + 1)
        if min(measure_distance(text, word[:end], 1) for end in ends) <= 1:
            return 0.5 + 0.2 * len(text) / len(word)
    return 0.0


def _measure_distance(near: tuple[Near, ...]) -> sql.Composable:
    if not near:
        return sql.SQL("NULL::double precision")
    cases = [
        sql.SQL("WHEN {} THEN sqrt(((x - {}) * {})^2 + ((y - {}) * {})^2)").format(
            point.srid, point.x, point.x_metres, point.y, point.y_metres
        )
        for point in near
    ]
    return sql.SQL("CASE srid {} END").format(sql.SQL(" ").join(cases))
