"""The map draft: what a format is read into before it is published."""
