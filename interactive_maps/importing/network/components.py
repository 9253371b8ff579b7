"""Connected components of a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from interactive_maps.importing.network import rules
from interactive_maps.importing.network.graph import Graph
from interactive_maps.importing.reporting.issue_collector import IssueCollector


def find_components(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each node the node that represents its component; directions are ignored."""
    parents: dict[str, str] = {}

    def find(node: str) -> str:
        root = node
        while (parent := parents.setdefault(root, root)) != root:
            root = parent
        while parents[node] != root:
            parents[node], node = root, parents[node]
        return root

    for one, other in links:
        first, second = sorted((find(one), find(other)))
        parents[second] = first
    return {node: find(node) for node in list(parents)}


def note_unreachable(graph: Graph, buildings: Mapping[str, str | None], issues: IssueCollector) -> None:
    """Report the spaces outside of their building's main component, the one with most of its spaces.

    ``buildings`` maps spaces to buildings.
    """
    components = find_components((edge.source, edge.target) for edge in graph.edges)
    places = {
        (space, component) for key, component in components.items() if (space := graph.nodes[key].space)
    }
    sizes = Counter((buildings.get(space), component) for space, component in places)
    main: dict[str | None, str] = {}
    for building, component in sorted(sizes, key=lambda one: (-sizes[one], one[1])):
        main.setdefault(building, component)
    reached = {space for space, component in places if main[buildings.get(space)] == component}
    for space in sorted({space for space, _ in places} - reached):
        issues.note(rules.UNREACHABLE, "space", space)
