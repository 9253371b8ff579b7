"""The only writer of map data: what importers have read becomes the map in one transaction, or not at all."""

from interactive_maps.mapdata.edits.publication import publish

__all__ = ["publish"]
