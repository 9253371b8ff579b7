"""Plane geometry shared by all steps of recognition: segments as (n, 4) arrays, in metres."""
