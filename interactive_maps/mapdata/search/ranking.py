"""Ranking of matches, with the reason for each in a sentence. Pure.

A name's score depends on the match of its words, on how much of it the query covers, and on their order. Among nearly
equal scores, the requested level and distance decide, then the key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from interactive_maps.mapdata.search.conditions import Context
from interactive_maps.mapdata.search.folding import measure_distance
from interactive_maps.mapdata.search.understanding import Query, Span

_ALIAS = 0.97  # of the score of the name itself
_KINDISH = 0.9  # matches by category: all are equal, so the nearest comes first
_LEVEL_BONUS, _NEAR_BONUS = 0.06, 0.08
_NEAR_METRES = 100.0
_PARTS = {"n": "name", "r": "number", "a": "other name"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible result: ``keys`` as ``|n:rice hall|r:1 221|``, ``distance`` in metres, if requested.

    ``space_id`` is the space of a room or an occupant; ``tenant_id`` is the occupant that gives a space, or a room's
    space, its name.
    """

    layer: str
    feature_id: int
    keys: str
    category: str | None
    building_id: int | None
    level: float | None
    space_id: int | None
    distance: float | None
    tenant_id: int | None = None

    @property
    def target(self) -> tuple[str, int]:
        """Return the feature's identity: a room counts as its space, and a space as the occupant that names it."""
        if self.tenant_id is not None:
            return "occupants", self.tenant_id
        if self.layer == "rooms" and self.space_id is not None:
            return "spaces", self.space_id
        return self.layer, self.feature_id


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate, its score (0..1), and the reason; ``levels`` are those of the connector that it is part of."""

    candidate: Candidate
    score: float
    why: str
    levels: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """The match of a query's piece: its quality, the key's pieces, and an explanation."""

    worth: float
    place: int | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks candidates for one query."""

    query: Query
    context: Context
    level: float | None = None

    def rank(self, candidates: list[Candidate]) -> list[Ranked]:
        """Return the best of each thing, best first; equals by layer and id.

        A space and who is in it are one answer: whichever fits better, and where both fit alike the occupant, of whom
        more is known.
        """
        best: dict[tuple[str, int], Ranked] = {}
        for candidate in candidates:
            ranked = self._judge(candidate)
            known = best.get(candidate.target)
            if known is None or ranked.score > known.score:
                best[candidate.target] = ranked
        for target in _list_outdone(best):
            del best[target]
        return sorted(best.values(), key=lambda r: (-r.score, r.candidate.target))

    def _judge(self, candidate: Candidate) -> Ranked:
        worth, why = self._judge_category(candidate)
        for kind, key in _read_keys(candidate.keys):
            value, reason = self._judge_key(candidate, kind, key)
            if value > worth:
                worth, why = value, reason
        bonus = 0.0
        # A building has every level: it must not come after what is called after it.
        if self.level is not None and (candidate.level == self.level or candidate.layer == "buildings"):
            bonus += _LEVEL_BONUS
        if candidate.distance is not None:
            bonus += _NEAR_BONUS / (1 + candidate.distance / _NEAR_METRES)
        most = 1 + _LEVEL_BONUS * (self.level is not None) + _NEAR_BONUS
        return Ranked(candidate, round((worth + bonus) / most, 4), why)

    # --- one name ------------------------------------------------------------------------------------

    def _judge_key(self, candidate: Candidate, kind: str, key: str) -> tuple[float, str]:
        pieces = key.split(" ")
        part = _name_part(kind, pieces)
        most = 1.0 if kind != "a" else _ALIAS
        if key == self.query.key:
            capped = _KINDISH if any(span.exactly for span in self.query.spans) else most
            return capped, f"{part} {_write(self.query.text)}" if part == "number" else f"{part} is the same"
        fits = [self._fit(candidate, pieces, place) for place in range(len(self.query.pieces))]
        required = self.query.required
        weights = [1.0 if place in required else 0.15 for place in range(len(fits))]
        quality = sum(f.worth * w for f, w in zip(fits, weights, strict=True)) / sum(weights)
        met = [fit.place for fit in fits if fit.place is not None]
        if not met:
            return 0.6 * quality, self._explain(fits, part, pieces)
        covered = len(set(met)) / len(pieces)
        ordered = sum(b == a + 1 for a, b in pairwise(met)) / max(len(met) - 1, 1)
        first = 1.0 if met[0] == 0 else 0.0
        if len(met) == 1:
            ordered = 1.0
        worth = 0.72 * quality + 0.12 * covered + 0.1 * ordered + 0.04 * first
        return most * min(worth, 0.98), self._explain(fits, part, pieces)

    def _fit(self, candidate: Candidate, pieces: list[str], place: int) -> _Fit:
        text = self.query.pieces[place].text
        best = _Fit(0.0)
        for at, piece in enumerate(pieces):
            fit = self._compare(place, text, piece, at, pieces)
            if fit.worth > best.worth:
                best = fit
        typed = self.query.pieces[place].typed
        inside = self.context.buildings.get(place, {}).get(candidate.building_id or -1, 0.0)
        if 0.95 * inside > best.worth:
            best = _Fit(0.95 * inside, None, f"in building {typed}")
        if candidate.level is not None and candidate.level in self.context.levels.get(place, ()):
            best = max(best, _Fit(0.85, None, f"on level {typed}"), key=lambda fit: fit.worth)
        span = self.query.find_span(place)
        if span is not None and candidate.category in _list_categories(span) and best.worth < 0.8:
            best = _Fit(0.8, None, f"category {candidate.category}")
        return best

    def _compare(self, place: int, text: str, piece: str, at: int, pieces: list[str]) -> _Fit:
        asked = self.query.pieces[place]
        if text == piece:
            return _Fit(1.0, at)
        following = pieces[at + 1] if at + 1 < len(pieces) else ""
        if text == piece + following or self._is_half(place, piece):
            return _Fit(0.95, at)
        last = place == len(self.query.pieces) - 1
        if piece.startswith(text) and (not asked.is_number or last):
            return _Fit(0.6 + 0.3 * len(text) / len(piece), at, "begins")
        if piece in self.context.similar.get(place, {}):
            return _Fit(self.context.similar[place][piece], at, _tell_difference(asked.typed, text, piece))
        span = self.query.find_span(place)
        if span is not None and any(piece in concept.keys for concept in span.concepts):
            return _Fit(0.75, at, f"{piece} for {asked.typed}")
        return _Fit(0.0)

    def _is_half(self, place: int, piece: str) -> bool:
        pieces = self.query.pieces
        text = pieces[place].text
        before = pieces[place - 1].text if place else ""
        after = pieces[place + 1].text if place + 1 < len(pieces) else ""
        return piece in {text + after, before + text}

    # --- kind of thing -------------------------------------------------------------------------------

    def _judge_category(self, candidate: Candidate) -> tuple[float, str]:
        spans = [span for span in self.query.spans if candidate.category in _list_categories(span)]
        if not spans:
            return 0.0, ""
        covered = {place for span in spans for place in range(span.start, span.end)}
        others = [place for place in self.query.required if place not in covered]
        fits = [self._fit(candidate, _all_pieces(candidate), place) for place in others]
        worth = (len(spans) + sum(fit.worth for fit in fits)) / (len(spans) + len(fits))
        how = 1.0 if all(span.exactly for span in spans) else 0.9
        reasons = [f"category {candidate.category}", *(fit.how for fit in fits if fit.how)]
        return _KINDISH * how * worth, "; ".join(dict.fromkeys(reasons))

    # --- reasons -------------------------------------------------------------------------------------

    def _explain(self, fits: list[_Fit], part: str, pieces: list[str]) -> str:
        own = [(place, fit) for place, fit in enumerate(fits) if fit.place is not None]
        reasons: list[str] = []
        plain = [place for place, fit in own if fit.how in {"", "begins"}]
        if plain:
            said = _write(self.query.quote(plain))
            starts = any(fit.place == 0 for _, fit in own)
            begun = any(fit.how == "begins" for _, fit in own)
            whole = len({fit.place for _, fit in own}) == len(pieces) and not begun
            verb = (
                ""
                if whole and part == "number"
                else "is "
                if whole
                else "begins with "
                if starts
                else "contains "
            )
            reasons.append(f"{part} {verb}{said}")
        reasons += [fit.how for _, fit in own if fit.how not in {"", "begins"}]
        reasons += [fit.how for fit in fits if fit.place is None and fit.how]
        return "; ".join(dict.fromkeys(reasons))


def _list_outdone(best: Mapping[tuple[str, int], Ranked]) -> list[tuple[str, int]]:
    """Return the spaces that match no better than one of their occupants, which people look for."""
    scores: dict[int, float] = {}
    for ranked in best.values():
        one = ranked.candidate
        if one.layer == "occupants" and one.space_id is not None:
            scores[one.space_id] = max(ranked.score, scores.get(one.space_id, 0.0))
    return [
        (layer, key)
        for (layer, key), ranked in best.items()
        if layer == "spaces" and scores.get(key, -1.0) >= ranked.score
    ]


def _read_keys(keys: str) -> Iterator[tuple[str, str]]:
    for entry in keys.split("|"):
        if entry:
            yield entry[0], entry[2:]


def _all_pieces(candidate: Candidate) -> list[str]:
    return [piece for _, key in _read_keys(candidate.keys) for piece in key.split(" ")]


def _list_categories(span: Span) -> set[str]:
    return {category for concept in span.concepts for category in concept.categories}


def _name_part(kind: str, pieces: list[str]) -> str:
    """Return the kind of a name; a room's number counts as a number wherever it was found."""
    codelike = any(piece.isdigit() for piece in pieces) and all(len(p) <= 2 or p.isdigit() for p in pieces)
    return "number" if codelike and kind == "n" else _PARTS[kind]


def _tell_difference(typed: str, text: str, piece: str) -> str:
    if text in piece:
        return f"part of {piece}"
    different = measure_distance(text, piece[: len(text) + 1] if len(piece) > len(text) + 2 else piece)
    amount = {1: "one letter differs", 2: "two letters differ"}.get(different, "similar")
    return f"{amount}: {piece} for {typed}"


def _write(text: str) -> str:
    return f"“{text}”" if not any(letter.isdigit() for letter in text) else text
