"""What is measured: each module has one ``measure(bench)`` that returns its numbers."""
