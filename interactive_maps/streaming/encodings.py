"""Content encodings that can be spliced: each piece is compressed once and served in any combination. Pure.

gzip: each piece is raw deflate ending in Z_FULL_FLUSH (byte-aligned, no reference to earlier pieces). A response adds
its own header in front and the combined checksum behind (RFC 1951, RFC 1952). zstd: each piece is a frame, and
decoders read frames in sequence (RFC 8878, section 3.1). Brotli cannot be spliced, and browsers do not read several
gzip members in a row.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import zstandard

from interactive_maps.ops.http.content_coding import choose_coding
from interactive_maps.streaming.checksums import Checksum

GZIP_LEVEL = 5
ZSTD_LEVEL = 3
_NO_CHECKSUM = Checksum()


@dataclass(frozen=True, slots=True)
class Piece:
    """Encoded bytes, with the checksum of the plain bytes if the encoding's trailer needs it."""

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
# gzip comes first: several Python clients fail when a received piece ends with a zstd frame.
_PREFERRED = {encoding.name: encoding for encoding in (GZIP, ZSTD, IDENTITY)}


def choose_encoding(accept_encoding: str) -> Encoding:
    """Return the encoding that an Accept-Encoding header prefers."""
    return _PREFERRED[choose_coding(accept_encoding, tuple(_PREFERRED))]
