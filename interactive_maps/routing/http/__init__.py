"""The HTTP edge of routing: parameters in, JSON responses out."""
