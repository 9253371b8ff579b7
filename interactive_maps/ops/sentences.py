"""Parts of sentences for messages."""

from __future__ import annotations

from collections.abc import Sequence


def list_some(names: Sequence[str], most: int = 12) -> str:
    """Return up to ``most`` of ``names`` and the number of remaining ones; "none" if there are none."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return (", ".join(names[:most]) or "none") + more
