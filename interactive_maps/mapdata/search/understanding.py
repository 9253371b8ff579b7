"""Parts of a query: words, numbers, and spans that name a kind of thing. Pure.

``Rice Hall 01.221`` has the words rice and hall and the numbers 1 and 221; only the map can tell which of them name a
building. ``meeting room apb`` has a span that names a concept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interactive_maps.mapdata.search.concepts import MOST_PIECES, Concept, Words
from interactive_maps.mapdata.search.folding import MAX_WORD, SEPARATORS, make_key, split_key

MAX_PIECES = 12  # of a query that are used
_ARABIC_MARKS = r"\u060c\u061b\u061f"  # comma, semicolon and question mark: people type them, names lack them
_RUN = re.compile(f"[0-9]+|[^0-9{SEPARATORS}{_ARABIC_MARKS}]+")
_SHORT_PREFIX = 3  # letters of N2119 that a map may omit
_APOSTROPHES = "'’"
_ENCLITICS = {"s", "re"}  # where's, what're, wo's
_ELISIONS = {"c", "d", "j", "l", "m", "n", "qu", "s", "t"}  # l'ascenseur, c'est


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a number of a query, folded and as typed, from ``start`` up to ``end`` of the query.

    ``is_idle``: a name may lack it. ``is_affix``: letters directly before or after a number.
    """

    text: str
    typed: str
    start: int
    end: int
    is_number: bool
    is_idle: bool
    is_affix: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The pieces from ``start`` up to ``end``, which name one of ``concepts``, ``exactly`` or nearly."""

    start: int
    end: int
    concepts: tuple[Concept, ...]
    exactly: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """An analysed query. ``required`` are the places of the pieces that must match."""

    text: str
    pieces: tuple[Piece, ...]
    spans: tuple[Span, ...]

    @property
    def key(self) -> str:
        """Return the folded form of the whole."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def required(self) -> list[int]:
        """Return the places of the pieces that are not idle, or are in a span; all places if there are none."""
        spanned = {place for span in self.spans for place in range(span.start, span.end)}
        needed = [i for i, piece in enumerate(self.pieces) if not piece.is_idle or i in spanned]
        return needed or list(range(len(self.pieces)))

    @property
    def whole_span(self) -> Span | None:
        """Return the span that covers all required pieces: the query names only a kind of thing."""
        needed = set(self.required)
        return next((span for span in self.spans if needed <= set(range(span.start, span.end))), None)

    @property
    def names_a_kind(self) -> bool:
        """Return whether the query is exactly the name of a kind of thing."""
        span = self.whole_span
        return span is not None and span.exactly

    @property
    def ends_in_zeros(self) -> bool:
        """Return whether the last piece is the 0 of a number such as 1.07, which is a prefix of any number."""
        return bool(self.pieces) and self.pieces[-1].text == "0"

    def quote(self, places: list[int]) -> str:
        """Return the pieces at ``places`` as typed, including what is between them if they are adjacent."""
        pieces = [self.pieces[place] for place in places]
        if places == list(range(places[0], places[-1] + 1)):
            return self.text[pieces[0].start : pieces[-1].end]
        return " ".join(dict.fromkeys(piece.typed for piece in pieces))

    def find_span(self, place: int) -> Span | None:
        """Return the span that contains the piece at ``place``."""
        return next((span for span in self.spans if span.start <= place < span.end), None)


def read_query(text: str, words: Words) -> Query:
    """Return the analysed query of ``text``; it has no pieces if there are neither letters nor digits."""
    pieces = tuple(_read_pieces(text, words))[:MAX_PIECES]
    return Query(text, pieces, tuple(_find_spans(pieces, words)))


def _read_pieces(text: str, words: Words) -> Iterator[Piece]:
    runs = list(_RUN.finditer(text))
    for place, run in enumerate(runs):
        touches = (place > 0 and runs[place - 1].end() == run.start()) or (
            place + 1 < len(runs) and runs[place + 1].start() == run.end()
        )
        for piece in split_key(make_key(run.group())):
            is_number = piece.isdigit() and piece.isascii()
            yield Piece(
                piece[:MAX_WORD],
                run.group(),
                run.start(),
                run.end(),
                is_number,
                is_idle=(piece in words.idle and not touches) or _is_contracted(text, run, piece),
                is_affix=touches and not is_number and len(piece) <= _SHORT_PREFIX,
            )


def _is_contracted(text: str, run: re.Match[str], piece: str) -> bool:
    """Return whether an apostrophe joins a short word to its neighbour: neither names anything."""
    before, after = text[max(run.start() - 1, 0) : run.start()], text[run.end() : run.end() + 1]
    follows = before != "" and before in _APOSTROPHES and piece in _ENCLITICS
    return follows or (after != "" and after in _APOSTROPHES and piece in _ELISIONS)


def _find_spans(pieces: tuple[Piece, ...], words: Words) -> Iterator[Span]:
    place = 0
    while place < len(pieces):
        span = _find_span(pieces, place, words)
        if span is not None:
            yield span
        place = span.end if span else place + 1


def _find_span(pieces: tuple[Piece, ...], start: int, words: Words) -> Span | None:
    for end in range(min(len(pieces), start + MOST_PIECES), start, -1):
        if found := words.find_exactly(" ".join(piece.text for piece in pieces[start:end])):
            return Span(start, end, found)
    piece = pieces[start]
    if piece.is_number or piece.is_idle or piece.is_affix:
        return None
    if found := words.find_nearly(piece.text):
        return Span(start, start + 1, found, exactly=False)
    return None
