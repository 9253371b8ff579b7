"""OpenStreetMap's Simple Indoor Tagging, as XML (.osm) and PBF (.osm.pbf)."""

from interactive_maps.importing.formats.osm.reading import read
from interactive_maps.importing.formats.osm.recognition import recognise

__all__ = ["read", "recognise"]
