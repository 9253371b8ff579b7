"""Limits per client address: request rate, open streams, and a fair share of threads."""
