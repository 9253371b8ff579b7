"""Bulk reads of whole layers, as columns or rows from one snapshot, for routing and exports."""
