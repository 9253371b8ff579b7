"""Previews of drafts: what an import understood, as one page that needs nothing else, or as a picture.

The picture is in a module of its own, ``picture``: only it needs a library that servers do without.
"""

from interactive_maps.importing.preview.overview import Overview, build_overview
from interactive_maps.importing.preview.page import write_page

__all__ = ["Overview", "build_overview", "write_page"]
