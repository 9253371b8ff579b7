"""Mutations of floor plans, format by format: an import of one ends with a map, or with a refusal in words."""
