"""What tags of OpenStreetMap say, in whatever format: names, access, categories, doors, connectors."""

from collections.abc import Mapping

Tags = Mapping[str, str]

__all__ = ["Tags"]
