"""Plane geometry that every step of recognition shares: segments as (n, 4) arrays, in metres."""
