"""JSON text that is kept for every feature of a file."""

from __future__ import annotations

import json
import math
import tracemalloc

import pytest

from interactive_maps.importing.values.json_text import dump_json, parse_json

COUNT = 10_000


def test_kept_text_takes_no_more_than_its_length():
    tracemalloc.start()
    try:
        kept = [dump_json({"name": number}) for number in range(COUNT)]
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept) == COUNT
    assert size / COUNT < 200  # bytes each; what the encoder returns has a buffer of 4,000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"name": "Büro", "n": [1, 2.5, None, True]}, '{"name":"Büro","n":[1,2.5,null,true]}'),
        ("a\x00b", '"ab"'),
        ("Büro\x00 二层", '"Büro 二层"'),
        ({"a\x00": ["\x00b", 1]}, '{"a":["b",1]}'),
        ("a\ud800b", '"a?b"'),
        (
            {"x": ("\ud800", math.nan, math.inf, 1.5, 10**30)},
            '{"x":["?",null,null,1.5,1000000000000000000000000000000]}',
        ),
        (math.nan, "null"),
    ],
)
def test_the_database_can_store_every_text(value, text):
    assert dump_json(value) == text.encode()


def test_what_writers_emit_is_let_through():
    assert parse_json(b'{"a": [1, "x"]}') == {"a": [1, "x"]}
    assert math.isnan(parse_json(b"[NaN]")[0])
    assert parse_json(b"-Infinity") == -math.inf


@pytest.mark.parametrize("text", [b"{", b"", b"[1,]", b"\xff", b"{'a': 1}"])
def test_what_is_no_json_is_told(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse_json(text)


def test_nesting_beyond_the_stack_is_told():
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_json(b"[" * 100_000 + b"]" * 100_000)


def test_what_is_parsed_is_what_was_dumped():
    value = {"a": [1, {"b": None}], "c": "\u2028"}
    assert parse_json(dump_json(value)) == value == json.loads(dump_json(value))
