"""Processes of their own for reading, each under a budget: whatever a file does to one, the map stays whole."""

from interactive_maps.importing.supervision.budget import Budget, allow
from interactive_maps.importing.supervision.workers import Job, run_jobs

__all__ = ["Budget", "Job", "allow", "run_jobs"]
