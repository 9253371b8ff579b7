"""Content encodings that can be spliced: every piece is compressed once and served in any combination.

gzip: each piece is raw deflate ending in Z_FULL_FLUSH (byte-aligned, no reference to earlier pieces); a response
puts its own header in front and the combined checksum behind (RFC 1951, RFC 1952). zstd: a frame a piece, and
decoders read frames in sequence (RFC 8878, section 3.1). Brotli cannot be spliced, several gzip members in a row
are not understood by browsers.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import zstandard

from interactive_maps.streaming.checksums import Checksum

GZIP_LEVEL = 5
ZSTD_LEVEL = 3
_NO_CHECKSUM = Checksum()


@dataclass(frozen=True, slots=True)
class Piece:
    """Encoded bytes, and the checksum of the plain ones where the encoding's trailer needs it."""

    body: bytes
    checksum: Checksum = _NO_CHECKSUM


def _deflate(plain: bytes) -> Piece:
    compressor = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(compressor.compress(plain) + compressor.flush(zlib.Z_FULL_FLUSH), Checksum.of(plain))


def _end_gzip(total: Checksum) -> bytes:
    final_block = b"\x03\x00"
    return final_block + total.crc.to_bytes(4, "little") + (total.length & 0xFFFFFFFF).to_bytes(4, "little")


def _compress_zstd(plain: bytes) -> Piece:
    return Piece(zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(plain))


@dataclass(frozen=True, slots=True)
class Encoding:
    """``head`` + encoded pieces + ``end(sum of their checksums)`` is a valid body of this content encoding."""

    name: str
    encode: Callable[[bytes], Piece]
    head: bytes = b""
    end: Callable[[Checksum], bytes] = lambda _total: b""


IDENTITY = Encoding("identity", Piece)
GZIP = Encoding("gzip", _deflate, b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", _end_gzip)
ZSTD = Encoding("zstd", _compress_zstd)
_WEIGHT = re.compile(r"[0-9]+(\.[0-9]*)?", re.ASCII)
# Several Python clients lose their way where a zstd frame ends with the piece that was received: gzip comes first.
_PREFERRED = (GZIP, ZSTD, IDENTITY)


def choose_encoding(accept_encoding: str) -> Encoding:
    """Return the encoding that an Accept-Encoding header likes best; ours breaks ties (RFC 9110, section 12.5.3).

    A header that forbids everything we have is answered plainly, as the standard allows.
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _read_weight(parameters)

    def weigh(encoding: Encoding) -> float:
        if encoding is IDENTITY:
            # Acceptable unless refused, but a compressed form that is named is always preferred.
            return weights.get("identity", 0.001 if weights.get("*", 1.0) else 0.0)
        # "anything" is read as gzip: a client that says no more has hardly zstd in mind.
        aliases = ("gzip", "x-gzip", "*") if encoding is GZIP else (encoding.name,)
        return next((weights[alias] for alias in aliases if alias in weights), 0.0)

    best = max(_PREFERRED, key=weigh)
    return best if weigh(best) > 0 else IDENTITY


def _read_weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    return min(float(value), 1.0) if _WEIGHT.fullmatch(value.strip()) else 0.0
