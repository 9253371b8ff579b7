"""Labels of rooms, made of texts that belong together."""
