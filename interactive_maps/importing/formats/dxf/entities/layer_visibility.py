"""Layers that the drawing hides: what the CAD program does not show is not imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interactive_maps.importing.formats.dxf.entities.drawing_entities import DrawingEntity, Origin
from interactive_maps.importing.formats.dxf.entities.texts import decode_name

if TYPE_CHECKING:
    from ezdxf.document import Drawing

MOST_PARTS = 20_000  # of the hidden parts are kept


def is_shown(layer: str, shown: Collection[str]) -> bool:
    """Return whether a layer is to be shown, by its name or, for an external reference, by the last part of it."""
    name = layer.casefold()
    return name in shown or name.rpartition("|")[2] in shown


@dataclass(slots=True)
class HiddenLayers:
    """Layers that are frozen or off (casefolded names), and the number of parts hidden by them.

    A frozen layer hides block references on it with all their contents; a layer that is off hides only its own parts.
    ``parts`` are the first of the hidden ones: they may be what the user looks for.
    """

    frozen: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    shown: Collection[str] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    parts: list[DrawingEntity] = field(default_factory=list)

    @classmethod
    def of(cls, drawing: Drawing, shown: Collection[str] = ()) -> HiddenLayers:
        """Return the hidden layers of a drawing, except those to be ``shown`` (casefolded names)."""
        named = [(decode_name(str(layer.dxf.name)), layer) for layer in drawing.layers]
        layers = [(name.casefold(), layer) for name, layer in named if not is_shown(name, shown)]
        return cls(
            frozenset(name for name, layer in layers if layer.is_frozen()),
            frozenset(name for name, layer in layers if layer.is_off()),
            shown,
        )

    def absorb(self, other: HiddenLayers, block: str) -> None:
        """Add what the layers of an external reference hide."""
        for layer, count in other.left_out.items():
            self.left_out[f"{block}|{layer}"] += count
        for part in other.parts:
            self.keep(part)

    def hide(self, origin: Origin) -> bool:
        """Return whether a part is hidden by its layer, and count it if so."""
        name = origin.layer.casefold()
        hidden = name in self.frozen or name in self.off
        if hidden:
            self.left_out[origin.layer] += 1
        return hidden

    def keep(self, part: DrawingEntity) -> None:
        """Keep a hidden part."""
        if len(self.parts) < MOST_PARTS:
            self.parts.append(part)

    def is_frozen(self, layer: str) -> bool:
        """Return whether the layer is frozen, and count its block reference if so."""
        frozen = layer.casefold() in self.frozen
        if frozen:
            self.left_out[layer] += 1
        return frozen
