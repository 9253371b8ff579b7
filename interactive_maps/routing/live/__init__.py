"""The routing state of a worker: snapshots that follow the database, and closures as people request them."""
