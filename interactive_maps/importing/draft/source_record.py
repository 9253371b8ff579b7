"""The properties of a source feature, kept word for word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from interactive_maps.importing.values.json_text import parse_json

# A member beside the source's own properties for what they do not tell but the format knows. Only IMDF uses it so
# far; databases have had the name since 0.1.
RECORD_KEY = "@imdf"


class SourceRecord(Mapping[str, Any]):
    """Properties as JSON text, parsed on access: half a million dicts would not fit into memory."""

    __slots__ = ("_text",)

    def __init__(self, text: bytes) -> None:
        """``text`` is a JSON object."""
        self._text = text

    def __getitem__(self, name: str) -> Any:
        return self._parse()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parse())

    def __len__(self) -> int:
        return len(self._parse())

    def __bool__(self) -> bool:
        return self._text != b"{}"

    def __repr__(self) -> str:
        return f"SourceRecord({self._text!r})"

    def keys(self) -> Any:
        """Return the names; ``dict(record)`` parses the text once."""
        return self._parse().keys()

    def _parse(self) -> dict[str, Any]:
        return dict(parse_json(self._text))
