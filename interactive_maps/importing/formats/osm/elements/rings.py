"""Ways joined end to end into closed rings at shared nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Chain = tuple[int, ...]


def join_rings(chains: Iterable[Chain]) -> tuple[list[Chain], list[Chain]]:
    """Return the closed rings made of chains of node ids, and the remaining open chains.

    If more than two chains meet in a node, any two of them are joined: the rings may differ, but not their union.
    """
    drawn = [chain for chain in chains if len(chain) > 1]
    rings = [chain for chain in drawn if chain[0] == chain[-1]]
    ends = _Ends([chain for chain in drawn if chain[0] != chain[-1]])
    left_over: list[Chain] = []
    for start in ends.nodes:
        while part := ends.take(start):
            joined = list(part)
            while joined[0] != joined[-1] and (part := ends.take(joined[-1])):
                joined += part[1:]
            (rings if joined[0] == joined[-1] else left_over).append(tuple(joined))
    return rings, left_over


class _Ends:
    """Open chains by their end nodes; each is taken once."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        self._chains = chains
        self._used = [False] * len(chains)
        self._at: dict[int, list[int]] = {}
        for index, chain in enumerate(chains):
            self._at.setdefault(chain[0], []).append(index)
            self._at.setdefault(chain[-1], []).append(index)
        self.nodes = list(self._at)

    def take(self, node: int) -> Chain:
        """Return a chain with an end in ``node``, beginning there; empty if none is left."""
        waiting = self._at.get(node, [])
        while waiting:
            index = waiting.pop()
            if not self._used[index]:
                self._used[index] = True
                chain = self._chains[index]
                return chain if chain[0] == node else chain[::-1]
        return ()
