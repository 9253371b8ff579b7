"""OpenStreetMap elements as the import keeps them: tags, nodes and members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from interactive_maps.importing.tags import Tags

Kind = Literal["node", "way", "relation"]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a relation; ``key`` is the element's own (``way/12``)."""

    key: str
    role: str


@dataclass(frozen=True, slots=True)
class Element:
    """A node, way or relation; ``nodes`` are a way's, ``members`` a relation's."""

    kind: Kind
    id: int
    version: int
    tags: Tags
    nodes: tuple[int, ...] = ()
    members: tuple[Member, ...] = ()

    @property
    def key(self) -> str:
        """The element's name in OpenStreetMap: ``way/123``."""
        return f"{self.kind}/{self.id}"

    @property
    def is_closed(self) -> bool:
        """Whether this is a way that ends where it begins and can bound an area."""
        return len(self.nodes) > 3 and self.nodes[0] == self.nodes[-1]


@dataclass(slots=True)
class Elements:
    """The elements of a file by key, and the positions of its nodes (longitude, latitude).

    ``streets`` are outdoor ways, with positions only near buildings; ``kerbs`` are nodes that wheels cannot cross.
    """

    kept: dict[str, Element] = field(default_factory=dict)
    parts: dict[str, Element] = field(default_factory=dict)
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    streets: list[Element] = field(default_factory=list)
    kerbs: set[int] = field(default_factory=set)
