"""A town of 200,000 rooms, and queries for it."""
