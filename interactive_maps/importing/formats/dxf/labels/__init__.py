"""Labels of rooms: texts that belong together."""
