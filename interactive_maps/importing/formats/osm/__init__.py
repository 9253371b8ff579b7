"""OpenStreetMap's Simple Indoor Tagging, as XML (.osm) and PBF (.osm.pbf)."""

from interactive_maps.importing.formats.osm.detection import recognise
from interactive_maps.importing.formats.osm.reading import read

__all__ = ["read", "recognise"]
