"""Whole layers at once, as columns or rows from one snapshot: for routing and for exports."""
