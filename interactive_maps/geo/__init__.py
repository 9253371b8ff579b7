"""Geometry, projections and GeoJSON: plain numbers. Pure."""
