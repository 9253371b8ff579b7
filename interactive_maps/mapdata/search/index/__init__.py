"""The search tables, and the triggers that keep them up to date."""
