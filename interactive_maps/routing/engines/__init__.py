"""Shortest ways under one set of weights: one small interface, two engines behind it."""
