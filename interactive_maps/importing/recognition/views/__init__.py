"""Views side by side in a drawing: storeys, elevations, sections, separated by the space between them."""

from interactive_maps.importing.recognition.views.titles import Title, ViewKind, read_title
from interactive_maps.importing.recognition.views.views import View, choose_storeys, list_views, name_levels

__all__ = ["Title", "View", "ViewKind", "choose_storeys", "list_views", "name_levels", "read_title"]
