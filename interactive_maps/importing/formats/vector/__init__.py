"""GeoPackages, shapefiles, FlatGeobuf, KML and tables (CSV), read by GDAL and then as GeoJSON."""

from interactive_maps.importing.formats.vector.detection import recognise, resembles_table
from interactive_maps.importing.formats.vector.reading import read

__all__ = ["read", "recognise", "resembles_table"]
