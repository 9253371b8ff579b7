"""The archive: ZIP entries, manifest, schemas and records of its collections."""
