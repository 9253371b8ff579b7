"""The app that knows no other app."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Settings checks, logs, health, errors."""

    name = "interactive_maps.ops"
