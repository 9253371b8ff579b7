"""Plans in PDF files: vector pages as drawings; their texts, pens and layers say what CAD layers say elsewhere."""

from interactive_maps.importing.formats.pdf.detection import recognise
from interactive_maps.importing.formats.pdf.reading import read, read_linework

__all__ = ["read", "read_linework", "recognise"]
