"""The app that shows the map."""

from django.apps import AppConfig


class ViewerConfig(AppConfig):
    """The page at ``/``, and what it needs."""

    name = "interactive_maps.viewer"
    label = "viewer"
