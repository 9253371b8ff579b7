"""Where the open sea is: nothing within about a degree is land.

``near_land.bin`` has a bit for each cell of a degree, row by row from the north, from the west in each: whether the
cell or one beside it holds land. It was made of Natural Earth's land and countries at 1:10 million (public domain).
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

_GRID = Path(__file__).with_name("near_land.bin")
_ROWS, _COLUMNS = 180, 360


def is_open_sea(latitude: float, longitude: float) -> bool:
    """Return whether a place is in the sea, and more than about 100 km from every coast."""
    row = min(max(math.floor(90 - latitude), 0), _ROWS - 1)
    place = row * _COLUMNS + math.floor(longitude + 180) % _COLUMNS
    return not _load()[place // 8] >> (7 - place % 8) & 1


@lru_cache(maxsize=1)
def _load() -> bytes:
    return _GRID.read_bytes()
