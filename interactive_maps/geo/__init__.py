"""Geometry, projections and GeoJSON. Pure."""
