"""Previews of drafts: the result of an import as one self-contained page, or as a picture.

The picture has a separate module, ``picture``: only it needs a library that servers lack.
"""

from interactive_maps.importing.preview.overview import Overview, build_overview
from interactive_maps.importing.preview.page import write_page

__all__ = ["Overview", "build_overview", "write_page"]
