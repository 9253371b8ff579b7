"""Prometheus metrics: the registry, files shared by workers, and the endpoint."""
