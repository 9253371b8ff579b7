"""Ranked search in PostgreSQL: folding of texts, interpretation of queries, and ranking."""
