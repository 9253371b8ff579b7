"""Layers that the drawing hides: what nobody sees in the CAD program is not put on the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interactive_maps.importing.formats.dxf.entities.drawing_entities import DrawingEntity, Origin
from interactive_maps.importing.formats.dxf.entities.texts import decode_name

if TYPE_CHECKING:
    from ezdxf.document import Drawing

MOST_PARTS = 20_000  # that are kept of what is left out


def is_shown(layer: str, shown: Collection[str]) -> bool:
    """Return whether a layer is among those to be shown, by its name or, of an external reference, the last part."""
    name = layer.casefold()
    return name in shown or name.rpartition("|")[2] in shown


@dataclass(slots=True)
class HiddenLayers:
    """Frozen and switched off layers (casefolded names), and how much was left out because of them.

    A frozen layer hides block references on it with all that they hold; a layer that is off hides only its own.
    ``parts`` are the first of those that were left out: they may be what somebody wants to see.
    """

    frozen: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    shown: Collection[str] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    parts: list[DrawingEntity] = field(default_factory=list)

    @classmethod
    def of(cls, drawing: Drawing, shown: Collection[str] = ()) -> HiddenLayers:
        """Return the hidden layers of a drawing, without those to be ``shown`` all the same (casefolded names)."""
        named = [(decode_name(str(layer.dxf.name)), layer) for layer in drawing.layers]
        layers = [(name.casefold(), layer) for name, layer in named if not is_shown(name, shown)]
        return cls(
            frozenset(name for name, layer in layers if layer.is_frozen()),
            frozenset(name for name, layer in layers if layer.is_off()),
            shown,
        )

    def absorb(self, other: HiddenLayers, block: str) -> None:
        """Count what the layers of an external reference hide as well."""
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
        """Keep a part that was left out."""
        if len(self.parts) < MOST_PARTS:
            self.parts.append(part)

    def is_frozen(self, layer: str) -> bool:
        """Return whether the layer is frozen, and count the block reference on it if so."""
        frozen = layer.casefold() in self.frozen
        if frozen:
            self.left_out[layer] += 1
        return frozen
