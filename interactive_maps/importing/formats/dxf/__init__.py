"""CAD drawings in the DXF format, ASCII and binary."""

from interactive_maps.importing.formats.dxf.detection import recognise
from interactive_maps.importing.formats.dxf.reading import read, read_linework

__all__ = ["read", "read_linework", "recognise"]
