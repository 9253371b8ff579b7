"""Access for people, and for wheels."""

from __future__ import annotations

from interactive_maps.importing.tags import Tags

_STEP_FREE = {"yes": True, "designated": True, "no": False}


def read_access(tags: Tags) -> str | None:
    """Return OpenStreetMap's word for who may enter (``private``, ``customers``)."""
    return tags.get("access") or None


def read_step_free(tags: Tags) -> bool | None:
    """Return whether a wheelchair can enter; None if the tags do not say, or say ``limited``."""
    return _STEP_FREE.get(tags.get("wheelchair", ""))
