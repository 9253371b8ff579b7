"""The only writer of map data: drafts are published in one transaction, or not at all."""

from interactive_maps.mapdata.edits.publication import publish
from interactive_maps.mapdata.edits.removal import list_sources, remove

__all__ = ["list_sources", "publish", "remove"]
