"""The measured sides: each module has one ``measure(bench)`` that returns its numbers."""
