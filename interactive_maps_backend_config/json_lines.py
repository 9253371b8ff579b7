"""How a line of the log is written, by the backend and by gunicorn above it."""

from __future__ import annotations

from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS

# For logging.config: one JSON object a line, the time in UTC.
JSON_FORMATTER: dict[str, Any] = {
    "()": "pythonjsonlogger.json.JsonFormatter",
    "fmt": "%(levelname)s %(name)s %(process)d %(message)s",
    "rename_fields": {"levelname": "level", "name": "logger"},
    "reserved_attrs": [*RESERVED_ATTRS, "color_message"],  # the latter is uvicorn's, for terminals
    "timestamp": True,
}
