"""JSON text that is kept for every feature of a file."""

from __future__ import annotations

import tracemalloc

from interactive_maps.importing.values.json_text import dump_json

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
