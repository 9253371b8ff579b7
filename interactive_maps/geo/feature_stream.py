"""GeoJSON features cut out of a stream of bytes, one at a time, so that a huge file never has to fit into memory.

The scanner looks at strings and brackets only, and so bounds nesting and sizes before any JSON parser runs. It yields
pieces as the bytes of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A string, a bare quote if the string has not ended yet, or a bracket.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\]]', re.DOTALL)
_BETWEEN_FEATURES = re.compile(rb"\s*,?\s*")
# RFC 8142 puts a record separator before each text of a sequence.
_BETWEEN_DOCUMENTS = re.compile(rb"[\s\x1e]*")
_CLOSES = {ord("}"): ord("{"), ord("]"): ord("[")}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


_UNEXPECTED = "expected a JSON object here"


class StreamError(ValueError):
    """The bytes are not GeoJSON at ``offset``; ``cut_off`` if they merely end too early."""

    def __init__(self, offset: int, reason: str, *, cut_off: bool = False) -> None:
        super().__init__(reason)
        self.offset = offset
        self.cut_off = cut_off


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """The most bytes of one feature (larger ones become pieces without text), and the deepest nesting of brackets."""

    piece_bytes: int = 16 * 1024 * 1024
    nesting: int = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """JSON text cut out of the stream at ``offset``.

    Either a member of a ``features`` array, or (``encloses``) a whole document: a single feature or geometry, or a
    collection without its features. ``text`` is None if it was too large to keep.
    """

    text: bytes | None
    offset: int
    size: int
    encloses: bool


_LIMITS = StreamLimits()


def cut_features(chunks: Iterable[bytes], limits: StreamLimits = _LIMITS) -> Iterator[Piece]:
    """Yield the features of one GeoJSON document, of several in a row, or of a plain array.

    ``chunks`` are the bytes in order. Raises StreamError, after all whole pieces before it have been yielded.
    """
    cutter = _Cutter(limits)
    for chunk in chunks:
        yield from cutter.feed(chunk)
    cutter.finish()


class _Cutter:
    """The scanner's state between two chunks."""

    def __init__(self, limits: StreamLimits) -> None:
        self._limits = limits
        self._buffer = b""
        self._base = 0  # offset of the buffer's first byte in the stream
        self._mark = 0  # in the buffer: everything before it belongs to a piece already
        self._stack = bytearray()
        self._features_depth = 0  # depth inside the features array, 0 outside
        self._key = b""
        self._document = _Pending(0)
        self._feature: _Pending | None = None

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        if self._base == 0 and not self._buffer and chunk.startswith(_BYTE_ORDER_MARK):
            self._base = len(_BYTE_ORDER_MARK)
            chunk = chunk[self._base :]
        self._buffer += chunk
        at = self._scan_from
        for match in _TOKEN.finditer(self._buffer, at):
            start, end = match.span()
            first = self._buffer[start]
            if first == 34:  # a string
                if end - start == 1:
                    self._require_short(start)
                    self._keep(start)
                    return
                if len(self._stack) == 1:
                    self._key = self._buffer[start:end]
            elif first in _CLOSES:
                yield from self._end_bracket(first, end)
            else:
                self._open(first, start)
        self._keep(len(self._buffer))

    _scan_from = 0

    def finish(self) -> None:
        """Raise StreamError unless the stream ended where a document did."""
        rest = self._buffer[self._mark :]
        if self._stack:
            raise StreamError(self._base + len(self._buffer), "the text ends too early", cut_off=True)
        if _BETWEEN_DOCUMENTS.sub(b"", rest):
            raise StreamError(self._base + self._mark, _UNEXPECTED)

    def _open(self, bracket: int, start: int) -> None:
        depth = len(self._stack)
        if depth >= self._limits.nesting:
            raise StreamError(self._base + start, f"brackets are nested more than {depth} deep")
        if depth == 0:
            self._require_gap(start, _BETWEEN_DOCUMENTS)
            self._document = _Pending(self._base + start)
        self._stack.append(bracket)
        if self._features_depth:
            if depth == self._features_depth:
                self._require_gap(start, _BETWEEN_FEATURES)
                self._feature = _Pending(self._base + start)
        elif bracket == 91 and (depth == 0 or (depth == 1 and self._key == b'"features"')):
            self._tell(self._document, start + 1)
            self._features_depth = depth + 1

    def _end_bracket(self, bracket: int, end: int) -> Iterator[Piece]:
        if not self._stack or self._stack.pop() != _CLOSES[bracket]:
            raise StreamError(self._base + end - 1, f"unmatched {chr(bracket)}")
        depth = len(self._stack)
        if self._feature is not None and depth == self._features_depth:
            self._tell(self._feature, end)
            piece, self._feature = self._feature.piece(encloses=False), None
            yield piece
        if depth < self._features_depth:
            self._require_gap(end - 1, _BETWEEN_FEATURES)
            self._features_depth = 0
        if depth == 0:
            self._tell(self._document, end)
            yield self._document.piece(encloses=True)

    def _require_gap(self, start: int, allowed: re.Pattern[bytes]) -> None:
        """Move the mark to ``start``, unless something that is not allowed lies between."""
        if not allowed.fullmatch(self._buffer, self._mark, start):
            raise StreamError(self._base + self._mark, _UNEXPECTED)
        self._mark = start

    def _require_short(self, start: int) -> None:
        if len(self._buffer) - start > self._limits.piece_bytes:
            raise StreamError(self._base + start, "a string is too long or is never closed")

    def _tell(self, pending: _Pending, end: int) -> None:
        """Add the buffer from the mark to ``end`` to a piece."""
        pending.add(self._buffer[self._mark : end], self._limits.piece_bytes)
        self._mark = end

    def _keep(self, scanned: int) -> None:
        """Drop the scanned part of the buffer, adding what belongs to a pending piece to it."""
        if self._feature is not None:
            self._tell(self._feature, scanned)
        elif self._stack and not self._features_depth:
            self._tell(self._document, scanned)
        elif len(self._buffer) - self._mark > self._limits.piece_bytes:
            raise StreamError(self._base + self._mark, _UNEXPECTED)
        self._buffer = self._buffer[self._mark :]
        self._scan_from = scanned - self._mark
        self._base += self._mark
        self._mark = 0


class _Pending:
    """A piece that has begun; once its text is too long, it drops the text and only counts bytes."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._size = 0
        self._parts: list[bytes] | None = []

    def add(self, text: bytes, most_bytes: int) -> None:
        self._size += len(text)
        if self._size > most_bytes:
            self._parts = None
        elif self._parts is not None:
            self._parts.append(text)

    def piece(self, *, encloses: bool) -> Piece:
        text = None if self._parts is None else b"".join(self._parts)
        return Piece(text, self._offset, self._size, encloses)
