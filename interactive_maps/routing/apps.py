"""The app that finds ways."""

from django.apps import AppConfig

from interactive_maps.ops import health, lifespan


class RoutingConfig(AppConfig):
    """Routes, what is reachable, what is closed."""

    name = "interactive_maps.routing"
    label = "routing"

    def ready(self) -> None:
        """Let every worker listen for changes of the network, and readiness depend on it."""
        from interactive_maps.routing.live import snapshot_service

        health.register_check("routing", snapshot_service.check)
        lifespan.register(start=snapshot_service.start, close=snapshot_service.stop)
