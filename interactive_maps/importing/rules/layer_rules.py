"""The kinds of single layers by their whole names; they override names and geometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from interactive_maps.importing.rules.rule_error import RuleError

KINDS = frozenset(
    {
        *("wall", "door", "window", "stair", "lift", "column", "fixture", "furniture", "floor", "mixed"),
        *("room_label", "network", "dimension", "note", "structure", "ignore", "other"),
    }
)
_MOST_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class LayerRules:
    """The kinds of layers by whole names, and the layers whose closed lines are rooms; None leaves that open."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    outlines: tuple[str, ...] | None = None


def read_layer_kinds(table: Any) -> dict[str, str]:
    """Return what ``[layer_kinds]`` says: whole names of layers, and the kind of each; raises RuleError."""
    if not isinstance(table, dict):
        raise RuleError("layer_kinds", "expected a table of names of layers and their kinds")
    for name, kind in table.items():
        if not isinstance(kind, str) or kind not in KINDS:
            place = f"layer_kinds.{name[:_MOST_CHARACTERS]}"
            raise RuleError(place, f"unknown kind {kind!r}. Known kinds: {', '.join(sorted(KINDS))}")
    return dict(table)


def read_outlines(table: Any) -> tuple[str, ...]:
    """Return what ``[rooms]`` says: the layers whose closed lines are rooms, maybe none; raises RuleError."""
    if not isinstance(table, dict):
        raise RuleError("rooms", "expected a table")
    if unknown := set(table) - {"outlines"}:
        raise RuleError(f"rooms.{min(unknown)}", "unknown key. Known key: outlines")
    names = table.get("outlines", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RuleError("rooms.outlines", "expected a list of whole names of layers")
    return tuple(names)
