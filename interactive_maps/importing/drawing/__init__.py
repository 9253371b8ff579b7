"""The drawing model that all drawing formats are read into: linework, texts, blocks, layers and units. Pure."""

from interactive_maps.importing.drawing.drawing import (
    Dimension,
    Drawing,
    Entity,
    Header,
    Layer,
    Ring,
    Text,
)

__all__ = ["Dimension", "Drawing", "Entity", "Header", "Layer", "Ring", "Text"]
