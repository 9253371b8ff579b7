"""CAD drawings in the DXF format, ASCII and binary."""

from interactive_maps.importing.formats.dxf.drawing import recognise
from interactive_maps.importing.formats.dxf.reading import read

__all__ = ["read", "recognise"]
