"""Indoor Mapping Data Format 1.0.0 archives (OGC 20-094)."""

from interactive_maps.exporting.imdf.archive import write_archive

__all__ = ["write_archive"]
