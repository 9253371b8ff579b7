"""Indoor Mapping Data Format 1.0.0 archives (OGC 20-094)."""

from interactive_maps.importing.formats.imdf.detection import recognise
from interactive_maps.importing.formats.imdf.reading import read

__all__ = ["read", "recognise"]
