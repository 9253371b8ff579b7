"""JSON values from strangers' text."""

from __future__ import annotations

import json
from typing import Any

import orjson


def parse_json(text: bytes) -> Any:
    """Return the value that ``text`` says; NaN and infinities, which some writers emit, are let through.

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
