"""Processes that read files under a budget: whatever a file does to one, the map is unchanged."""
