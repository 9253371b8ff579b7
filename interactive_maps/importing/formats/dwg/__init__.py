"""CAD drawings in the DWG format, converted to DXF by a library in a separate process."""

from interactive_maps.importing.formats.dwg.detection import recognise
from interactive_maps.importing.formats.dwg.reading import converted_to_dxf, read, read_linework

__all__ = ["converted_to_dxf", "read", "read_linework", "recognise"]
