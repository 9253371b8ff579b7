"""Routing state of a worker: snapshots that follow the database, and closure requests."""
