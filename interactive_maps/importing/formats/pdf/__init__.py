"""Plans in PDF files: vector pages as drawings, with texts, pens and layers in place of CAD layers."""

from interactive_maps.importing.formats.pdf.detection import recognise
from interactive_maps.importing.formats.pdf.reading import read, read_linework

__all__ = ["read", "read_linework", "recognise"]
