"""Spliced bodies are valid, and the encoding is the client's choice."""

import gzip
import io
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.streaming.checksums import Checksum
from interactive_maps.streaming.encodings import GZIP, IDENTITY, ZSTD, choose_encoding


def splice(encoding, plains):
    pieces = [encoding.encode(plain) for plain in plains]
    total = sum((piece.checksum for piece in pieces), Checksum())
    return encoding.head + b"".join(piece.body for piece in pieces) + encoding.end(total)


@given(st.lists(st.binary(max_size=3000), max_size=6))
def test_gzip_is_one_member_with_a_true_trailer(plains):
    decompressor = zlib.decompressobj(16 + zlib.MAX_WBITS)  # one member only, as browsers read it
    body = splice(GZIP, plains)
    assert decompressor.decompress(body) + decompressor.flush() == b"".join(plains)
    assert decompressor.eof
    assert not decompressor.unused_data
    assert gzip.decompress(body) == b"".join(plains)


@given(st.lists(st.binary(max_size=3000), max_size=6))
def test_zstd_frames_follow_each_other(plains):
    reader = zstandard.ZstdDecompressor().stream_reader(
        io.BytesIO(splice(ZSTD, plains)), read_across_frames=True
    )
    assert reader.read() == b"".join(plains)


def test_gzip_can_be_read_up_to_each_piece():
    decompressor = zlib.decompressobj(16 + zlib.MAX_WBITS)
    received = decompressor.decompress(GZIP.head)
    for plain in (b"first event\n\n", b"second event\n\n"):
        received = decompressor.decompress(GZIP.encode(plain).body)
        assert received == plain, "an event must be readable before the next one is sent"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", IDENTITY),
        ("gzip", GZIP),
        ("x-gzip", GZIP),
        ("gzip, deflate, br, zstd", GZIP),
        ("gzip;q=0.9, zstd", ZSTD),
        ("zstd", ZSTD),
        ("GZIP;Q=0.8, zstd;q=0.5", GZIP),
        ("gzip;q=0", IDENTITY),
        ("gzip;q=0, *", IDENTITY),
        ("*", GZIP),
        ("*;q=0", IDENTITY),
        ("br", IDENTITY),
        ("identity", IDENTITY),
        ("identity;q=1, gzip;q=0.5", IDENTITY),
        ("identity;q=0.5, gzip", GZIP),
        ("gzip;q=nan", IDENTITY),
        ("gzip;q=1e9", IDENTITY),
        ("gzip;q=", IDENTITY),
        (",,;;q=1,", IDENTITY),
    ],
)
def test_the_client_chooses(header, chosen):
    assert choose_encoding(header) is chosen
