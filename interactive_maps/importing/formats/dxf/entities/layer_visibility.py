"""Layers that the drawing hides: what nobody sees in the CAD program is not put on the map."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interactive_maps.importing.formats.dxf.entities.drawing_entities import Origin

if TYPE_CHECKING:
    from ezdxf.document import Drawing


@dataclass(slots=True)
class HiddenLayers:
    """Frozen and switched off layers (casefolded names), and how much was left out because of them.

    A frozen layer hides block references on it with all that they hold; a layer that is off hides only its own.
    """

    frozen: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    left_out: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, drawing: Drawing) -> HiddenLayers:
        """Return the hidden layers of a drawing."""
        layers = list(drawing.layers)
        return cls(
            frozenset(layer.dxf.name.casefold() for layer in layers if layer.is_frozen()),
            frozenset(layer.dxf.name.casefold() for layer in layers if layer.is_off()),
        )

    def hide(self, origin: Origin) -> bool:
        """Return whether a part is hidden by its layer, and count it if so."""
        name = origin.layer.casefold()
        hidden = name in self.frozen or name in self.off
        if hidden:
            self.left_out[origin.layer] += 1
        return hidden

    def is_frozen(self, layer: str) -> bool:
        """Return whether the layer is frozen, and count the block reference on it if so."""
        frozen = layer.casefold() in self.frozen
        if frozen:
            self.left_out[layer] += 1
        return frozen
