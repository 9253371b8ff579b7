"""What a drawing shows side by side: storeys, elevations, sections, told apart by the space between them."""

from interactive_maps.importing.recognition.views.titles import Title, ViewKind, read_title
from interactive_maps.importing.recognition.views.views import View, choose_storeys, list_views, name_levels

__all__ = ["Title", "View", "ViewKind", "choose_storeys", "list_views", "name_levels", "read_title"]
