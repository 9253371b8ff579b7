"""Shortest paths under one set of weights: one small interface, two engines. Pure."""
