"""Ranked search in PostgreSQL: what the map's texts are folded to, how a query is understood, what comes first."""
