"""Shortest paths under one set of weights: one interface, two engines. Pure."""
