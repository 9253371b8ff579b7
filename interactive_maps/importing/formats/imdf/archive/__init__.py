"""The archive: ZIP entries, manifest, schemas and records."""
