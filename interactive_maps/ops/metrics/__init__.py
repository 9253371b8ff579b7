"""Prometheus metrics: the registry and the files that workers share."""
