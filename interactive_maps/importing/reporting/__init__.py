"""Output of an import: issues, the report, its summary and progress."""
