"""Log format of the backend and of gunicorn."""

from __future__ import annotations

from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS

# For logging.config: one JSON object per line, times in UTC.
JSON_FORMATTER: dict[str, Any] = {
    "()": "pythonjsonlogger.json.JsonFormatter",
    "fmt": "%(levelname)s %(name)s %(process)d %(message)s",
    "rename_fields": {"levelname": "level", "name": "logger"},
    "reserved_attrs": [*RESERVED_ATTRS, "color_message"],  # uvicorn's terminal formatting
    "timestamp": True,
}
