"""OpenStreetMap's Simple Indoor Tagging, as XML (.osm), PBF (.osm.pbf) and JSON of the Overpass API."""

from interactive_maps.importing.formats.osm.detection import recognise
from interactive_maps.importing.formats.osm.reading import read

__all__ = ["read", "recognise"]
