"""The share of a map that can be reached from an entrance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.components import find_components
from interactive_maps.mapdata.edits.features import Space


@dataclass(frozen=True, slots=True)
class Reach:
    """Spaces with a name or number, those of them that can be reached, and spaces that no edge leads to.

    If a building has no ``entrances``, the component with most of its spaces counts as reached.
    """

    spaces: int
    closed: int
    named: int
    reached: int
    entrances: int
    apart: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of named spaces that can be reached, from 0 to 1."""
        return self.reached / self.named if self.named else 1.0


def measure_reach(drafts: Sequence[MapDraft]) -> Reach:
    """Return the reach of all drafts together; one-way edges count in both directions."""
    parts = find_components((edge.source, edge.target) for draft in drafts for edge in draft.edges)
    nodes = [node for draft in drafts for node in draft.nodes]
    outside = [node for node in nodes if node.opening and not node.space and node.key in parts]
    entered = {parts[node.key] for node in outside}
    of_spaces: dict[str, set[str]] = {}
    for node in nodes:
        if node.space and node.key in parts:
            of_spaces.setdefault(node.space, set()).add(parts[node.key])
    spaces = [space for draft in drafts for space in draft.spaces]
    entered |= _choose_main(spaces, of_spaces, entered)
    named = [space for space in spaces if space.names or space.ref]
    apart = [space for space in named if entered.isdisjoint(of_spaces.get(space.key, ()))]
    return Reach(
        spaces=len(spaces),
        closed=sum(space.key not in of_spaces for space in spaces),
        named=len(named),
        reached=len(named) - len(apart),
        entrances=len(outside),
        apart=tuple(map(_tell, apart)),
    )


def _choose_main(spaces: Sequence[Space], of_spaces: Mapping[str, set[str]], entered: set[str]) -> set[str]:
    """Return the largest component of each building that cannot be entered from outside."""
    sizes: dict[str | None, Counter[str]] = {}
    for space in spaces:
        sizes.setdefault(space.building, Counter()).update(of_spaces.get(space.key, ()))
    return {
        max(found, key=lambda part: (found[part], part))
        for found in sizes.values()
        if found and entered.isdisjoint(found)
    }


def _tell(space: Space) -> str:
    return " ".join(filter(None, (space.ref, next(iter(space.names.values()), ""))))
