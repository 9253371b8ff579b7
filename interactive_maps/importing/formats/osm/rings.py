"""Ways joined end to end into closed rings, by the nodes that they share."""

from __future__ import annotations

from collections.abc import Iterable

Chain = tuple[int, ...]


def join_rings(chains: Iterable[Chain]) -> tuple[list[Chain], list[Chain]]:
    """Return the closed rings that chains of node ids make, and the chains that are left over, open.

    Where more than two chains meet in a node, any two of them are joined: the rings may differ, their union does not.
    """
    rings: list[Chain] = []
    by_end: dict[int, list[Chain]] = {}
    for chain in chains:
        if len(chain) < 2:
            continue
        if chain[0] == chain[-1]:
            rings.append(chain)
        else:
            by_end.setdefault(chain[0], []).append(chain)
            by_end.setdefault(chain[-1], []).append(chain)
    left_over: list[Chain] = []
    for start in list(by_end):
        while by_end[start]:
            chain = _take(by_end, start)
            while chain[0] != chain[-1] and by_end[chain[-1]]:
                chain += _take(by_end, chain[-1])[1:]
            (rings if chain[0] == chain[-1] else left_over).append(chain)
    return rings, left_over


def _take(by_end: dict[int, list[Chain]], node: int) -> Chain:
    """Remove one chain that ends in ``node``, and return it beginning there."""
    chain = by_end[node].pop()
    if chain[0] != node:
        chain = chain[::-1]
    by_end[chain[-1]].remove(chain if chain in by_end[chain[-1]] else chain[::-1])
    return chain
