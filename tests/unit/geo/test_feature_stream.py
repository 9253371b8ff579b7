"""Features cut out of bytes: the same wherever the chunks end, bounded, and never a surprise."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.geo.feature_stream import StreamError, StreamLimits, cut_features

DOCUMENT = json.dumps(
    {
        "type": "FeatureCollection",
        "crs": {"features": [1, 2]},
        "features": [{"id": number, "text": 'a "}],[{" \\'} for number in range(4)],
        "after": [[{}]],
    }
).encode()


def cut(data, size=1 << 20, limits=StreamLimits()):  # noqa: B008
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    return list(cut_features(chunks, limits))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1 << 20])
def test_features_and_what_is_around_them(size):
    *features, around = cut(DOCUMENT, size)
    assert [json.loads(piece.text)["id"] for piece in features] == [0, 1, 2, 3]
    assert [DOCUMENT[piece.offset : piece.offset + piece.size] for piece in features] == [
        piece.text for piece in features
    ]
    assert json.loads(around.text)["crs"] == {"features": [1, 2]}
    assert json.loads(around.text)["features"] == []


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"", []),
        (b" \n", []),
        (b"\xef\xbb\xbf{}", [b"{}"]),
        (b'{"a":1}\n{"b":2}\n', [b'{"a":1}', b'{"b":2}']),
        (b'\x1e{"a":1}\n\x1e{}\n', [b'{"a":1}', b"{}"]),
        (b"[{},{}]", [b"{}", b"{}", b"[]"]),
        (b'{"features":[]}', [b'{"features":[]}']),
    ],
)
def test_documents_of_all_kinds(data, texts):
    assert [piece.text for piece in cut(data)] == texts
    assert [piece.text for piece in cut(data, 1 if not data.startswith(b"\xef") else 3)] == texts


@pytest.mark.parametrize(
    ("data", "cut_off"),
    [
        (b'{"features":[{}', True),
        (b'{"features":[{"a', True),
        (b'{"a":[1}', False),
        (b"}", False),
        (b"1", False),
        (b"{} x", False),
        (b'{"features":[{},,{}]}', False),
        (b'{"features":[{},1]}', False),
        (b'{"features":["a",{}]}', False),
        (b"[" * 100, False),
    ],
)
def test_what_is_no_geojson(data, cut_off):
    for size in (1, 5, 100):
        with pytest.raises(StreamError) as error:
            cut(data, size)
        assert error.value.cut_off == cut_off


def test_a_feature_that_is_too_large_is_passed_over():
    data = b'{"features":[{"a":[' + b"1," * 1000 + b'1]},{"b":2}]}'
    for size in (10, 5000):
        large, small, _ = cut(data, size, StreamLimits(piece_bytes=100))
        assert (large.text, large.size) == (None, 2009)
        assert small.text == b'{"b":2}'


def test_a_text_without_an_end_is_not_gathered_for_ever():
    with pytest.raises(StreamError, match="too long"):
        cut(b'{"a":"' + b"x" * 1000, 10, StreamLimits(piece_bytes=100))
    with pytest.raises(StreamError):
        cut(b'{"features":[' + b" " * 1000, 10, StreamLimits(piece_bytes=100))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(max_size=5), _JSON, max_size=3), max_size=4), st.integers(1, 9))
def test_every_json_object_comes_back(features, size):
    data = json.dumps({"features": features, "type": "FeatureCollection"}, ensure_ascii=False).encode()
    *pieces, _ = cut(data, size)
    assert [json.loads(piece.text) for piece in pieces] == features


@given(st.text(alphabet='{}[]",:\\ \x1ea1', max_size=40) | st.binary(max_size=30), st.integers(1, 9))
def test_no_bytes_surprise_it(data, size):
    data = data if isinstance(data, bytes) else data.encode()
    with contextlib.suppress(StreamError):
        cut(data, size)
