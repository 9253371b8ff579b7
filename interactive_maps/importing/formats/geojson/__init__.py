"""GeoJSON (RFC 7946) as one document, as lines, or as a text sequence (RFC 8142)."""

from interactive_maps.importing.formats.geojson.detection import recognise
from interactive_maps.importing.formats.geojson.reading import read

__all__ = ["read", "recognise"]
