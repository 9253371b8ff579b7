"""The app that owns the map tables."""

from django.apps import AppConfig

from interactive_maps.ops import health, lifespan


class MapdataConfig(AppConfig):
    """Layers as streams and pages."""

    name = "interactive_maps.mapdata"
    label = "mapdata"
    verbose_name = "Map"

    def ready(self) -> None:
        """Register health checks and the worker's start-up and shutdown functions for database and frame store."""
        from interactive_maps.mapdata.database import connections, database_metrics, migration_state
        from interactive_maps.mapdata.reading import queries
        from interactive_maps.ops.metrics.registry import register_collector, register_sampler
        from interactive_maps.streaming import worker

        health.register_check("map", queries.check_map)
        # Code and database may differ for a while: missing columns read as null. During an upgrade all workers would
        # become unready as soon as the database is ahead of them, so this check is not required.
        health.register_check("migrations", migration_state.check_migrations, is_required=False)
        lifespan.register(start=queries.report_map)
        lifespan.register(start=migration_state.report_migrations)
        lifespan.register(drain=worker.drain_store, close=worker.close_store)
        lifespan.register(close=connections.close_pool_of_worker)
        register_sampler(worker.sample_store)
        register_sampler(database_metrics.sample_connections)
        register_collector(database_metrics.collect_versions)
        register_collector(database_metrics.collect_runs)
        register_collector(database_metrics.collect_migrations)
