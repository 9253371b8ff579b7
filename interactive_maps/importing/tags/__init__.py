"""The meaning of OpenStreetMap tags in all formats: names, access, categories, doors, connectors."""

from collections.abc import Mapping

Tags = Mapping[str, str]

__all__ = ["Tags"]
