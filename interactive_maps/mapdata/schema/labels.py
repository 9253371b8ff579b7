"""What a place is called where there is one line for it. Pure."""

from __future__ import annotations


def compose_label(ref: str | None, name: str | None) -> str | None:
    """Return number and name, unless the name already says the number; the one that there is; or None."""
    if not ref or not name:
        return ref or name or None
    return name if ref.casefold() in name.casefold().split() else f"{ref} {name}"
