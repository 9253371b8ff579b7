"""Waypoints: features that a client may name, their positions, and adjacent features of a route."""
