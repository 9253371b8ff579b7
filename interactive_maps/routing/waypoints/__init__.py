"""Waypoints: the features that a client may name, where they are, and what lies beside a route."""
