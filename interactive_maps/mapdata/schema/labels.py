"""One-line labels of places. Pure."""

from __future__ import annotations


def compose_label(ref: str | None, name: str | None) -> str | None:
    """Return number and name, only the name if it contains the number, whichever exists, or None."""
    if not ref or not name:
        return ref or name or None
    return name if ref.casefold() in name.casefold().split() else f"{ref} {name}"
