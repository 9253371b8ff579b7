"""Directions, followed by somebody who knows nothing else."""
