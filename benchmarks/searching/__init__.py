"""A town of 200,000 rooms, and what is looked for in it."""
