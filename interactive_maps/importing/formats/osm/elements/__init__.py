"""Elements kept from a file, and their geometry."""
