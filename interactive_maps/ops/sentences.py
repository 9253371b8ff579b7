"""Pieces of the sentences that people read."""

from __future__ import annotations

from collections.abc import Sequence


def list_some(names: Sequence[str], most: int = 12) -> str:
    """Return up to ``most`` of ``names`` and how many more there are; "none" if there are none."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return (", ".join(names[:most]) or "none") + more
