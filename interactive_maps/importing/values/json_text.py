"""JSON values from untrusted text, and text that PostgreSQL accepts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import orjson

_NUL = b"\\u0000"


def parse_json(text: bytes) -> Any:
    """Return the value of ``text``; NaN and infinities, which some writers emit, are accepted.

    ``text`` must not be nested deeper than Python's stack. Raises ValueError with the reason.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        try:
            return json.loads(text)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        except ValueError:
            raise ValueError(str(error)) from None


def dump_json(value: Any) -> bytes:
    """Return JSON that PostgreSQL can store: NUL characters are dropped, lone surrogates and NaN replaced."""
    try:
        text = orjson.dumps(value)
    except TypeError:
        text = _NUL
    if _NUL not in text:
        return bytes(
            memoryview(text)
        )  # a copy: orjson's own bytes keep a buffer of 4 KB, however short they are
    return json.dumps(_clean(value), ensure_ascii=False, separators=(",", ":")).encode()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {_clean(name): _clean(content) for name, content in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
