"""The map draft, into which formats are read before publication."""
