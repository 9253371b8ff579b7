"""Features cut out of bytes: the same wherever the chunks end, bounded, and never a surprise."""

from __future__ import annotations

import contextlib
import itertools
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.geo.feature_stream import Piece, StreamError, StreamLimits, cut_features

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


@pytest.mark.parametrize(
    ("data", "offset", "said"),
    [
        (b'{"a":[1}', 7, "unmatched }"),
        (b"}", 0, "unmatched }"),
        (b" ]", 1, "unmatched ]"),
        (b'{"a":1} {"b":[}', 14, "unmatched }"),
        (b"{} x", 2, "expected a JSON object here"),
        (b"x {}", 0, "expected a JSON object here"),
        (b"{},{}", 2, "expected a JSON object here"),
        (b'{"features":[{},,{}]}', 15, "expected a JSON object here"),
        (b'{"features":[{},1]}', 15, "expected a JSON object here"),
        (b'{"features":[{}', 15, "the text ends too early"),
        (b'{"features":[{}, "a', 19, "the text ends too early"),
        (b'{"a":' + b"[" * 64, 68, "brackets are nested more than 64 deep"),
    ],
)
def test_an_error_says_where_it_is(data, offset, said):
    for size in (1, 3, 100):
        with pytest.raises(StreamError, match=said) as error:
            cut(data, size)
        assert error.value.offset == offset
    with pytest.raises(StreamError, match=said) as error:
        cut(b"\xef\xbb\xbf" + data)
    assert error.value.offset == offset + 3


def test_pieces_are_where_they_are_behind_a_mark_of_the_byte_order():
    data = b'\xef\xbb\xbf{"features":[{"a":1},{"b":2}]}\n{"c":3}'
    for size in (3, 7, 100):
        pieces = [piece for piece in cut(data, size) if piece.text != b'{"features":[]}']
        assert [data[piece.offset : piece.offset + piece.size] for piece in pieces] == [
            b'{"a":1}',
            b'{"b":2}',
            b'{"c":3}',
        ]
        assert [piece.encloses for piece in pieces] == [False, False, True]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_piece_or_a_text_of_just_the_most_bytes_is_kept(size):
    limits = StreamLimits(piece_bytes=20)
    for letters, is_kept in ((14, True), (15, False)):
        feature = b'{"a":' + b"1" * letters + b"}"
        found = cut(b'{"features":[' + feature + b"]}", size, limits)
        assert found[0].text == (feature if is_kept else None)
        assert found[0].size == 6 + letters
    text = b'{"features":[{"a":"' + b"x" * 18 + b'"}]}'
    assert cut(text, size, limits)[0].text is None
    assert cut(b'{"features":[' + b" " * 17 + b"{}]}", size, limits)[0].text == b"{}"


def test_a_feature_of_sixteen_megabytes_is_kept_and_a_larger_one_passed_over():
    most = 16 * 1024 * 1024
    for size, is_kept in ((most, True), (most + 1, False)):
        feature = b'{"a":' + b"1" * (size - 6) + b"}"
        (piece, _) = cut_features([b'{"features":[' + feature + b"]}"])
        assert (piece.text == feature, piece.size) == (is_kept, size)


def test_brackets_nest_as_deep_as_they_may():
    for depth in (1, 2, 64):
        data = b'{"a":' * depth + b"1" + b"}" * depth
        assert [piece.text for piece in cut(data)] == [data]
        assert [piece.text for piece in cut(data, 4, StreamLimits(nesting=depth))] == [data]
        with pytest.raises(StreamError, match=f"more than {depth} deep"):
            cut(b'{"a":' + data + b"}", 4, StreamLimits(nesting=depth))


def test_only_features_of_the_document_itself_are_cut_out():
    inner = b'{"a":{"features":[{"b":1}]},"features":[{"c":{"features":[{}]}}],"more":[{}]}'
    assert [piece.text for piece in cut(inner)] == [
        b'{"c":{"features":[{}]}}',
        b'{"a":{"features":[{"b":1}]},"features":[],"more":[{}]}',
    ]


def test_a_feature_that_is_too_large_is_passed_over():
    data = b'{"features":[{"a":[' + b"1," * 1000 + b'1]},{"b":2}]}'
    for size in (10, 5000):
        large, small, _ = cut(data, size, StreamLimits(piece_bytes=100))
        assert (large.text, large.size) == (None, 2009)
        assert small.text == b'{"b":2}'


@pytest.mark.parametrize("head", [b'{"features":[{"a":[', b'{"a":['])
def test_what_is_too_large_takes_no_memory(head):
    tracemalloc.start()
    chunks = itertools.chain(
        [head], itertools.repeat(b"1," * 500, 1000), [b"1]}"], [b"]}"] * head.count(b"f")
    )
    large = next(cut_features(chunks, StreamLimits(piece_bytes=10_000)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (large.text, large.size > 1_000_000) == (None, True)
    assert most < 100_000


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


@pytest.mark.parametrize(("most", "is_kept"), [(16, True), (15, False)])
def test_a_string_that_is_cut_is_measured_from_its_quote(most, is_kept):
    (piece,) = cut_features([b'{"a": 1, "b', b'": 2}'], StreamLimits(piece_bytes=most))
    assert piece == Piece(b'{"a": 1, "b": 2}' if is_kept else None, 0, 16, encloses=True)


@pytest.mark.parametrize("text", [b'{"a": "bcd', b'{"a": "bcde'])
def test_a_string_may_be_as_long_as_a_piece(text):
    cut = cut_features([text, b'"}'], StreamLimits(piece_bytes=4))
    if len(text) == 10:
        assert [piece.text for piece in cut] == [None]
    else:
        with pytest.raises(StreamError, match="never closed"):
            list(cut)


def test_brackets_in_a_string_that_is_cut_are_text():
    for text in (b'{"a": "}{]["}', b'[{"a": "}{][", "b": [1]}]'):
        for cut in range(len(text)):
            pieces = list(cut_features([text[:cut], text[cut:]]))
            assert pieces == list(cut_features([text]))
