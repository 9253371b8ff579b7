"""The routing app."""

from django.apps import AppConfig

from interactive_maps.ops import health, lifespan


class RoutingConfig(AppConfig):
    """Routes, reachable areas and closures."""

    name = "interactive_maps.routing"
    label = "routing"

    def ready(self) -> None:
        """Register the snapshot service with each worker, and its readiness check."""
        from interactive_maps.routing.live import snapshot_service

        health.register_check("routing", snapshot_service.check)
        lifespan.register(start=snapshot_service.start, close=snapshot_service.stop)
