"""The app of the signs."""

from django.apps import AppConfig


class SignsConfig(AppConfig):
    """Short links at ``/a/``, and the commands that make signs and list them."""

    name = "interactive_maps.signs"
    label = "signs"
