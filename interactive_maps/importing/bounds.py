"""Bounds on what a file becomes while it is read: pairs, rows, vertices, characters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.input_error import InputError

P = ParamSpec("P")


class TooMuch(Exception):
    """A file becomes more than is taken on; ``str()`` goes on after "FILE: PLACE: " and says what to do about it."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place


@dataclass(slots=True)
class Allowance:
    """So many things may become of a file; ``says`` is what they are, with ``{most}`` for their number."""

    most: int
    place: str
    says: str
    taken: int = 0

    def take(self, count: int = 1) -> None:
        """Count things; raises TooMuch beyond the most."""
        self.taken += count
        if self.taken > self.most:
            raise TooMuch(self.place, self.says.format(most=f"{self.most:,}"))


def bound_pairs(count: int) -> int:
    """Return how many pairs of ``count`` may lie at each other: dozens for each, as nowhere in a building."""
    return max(100_000, 40 * count)


def bounded(read: Callable[Concatenate[Path, P], MapDraft]) -> Callable[Concatenate[Path, P], MapDraft]:
    """Make a reader, which takes the path of a file, refuse one that becomes too much."""

    @wraps(read)
    def read_bounded(path: Path, /, *args: P.args, **kwargs: P.kwargs) -> MapDraft:
        try:
            return read(path, *args, **kwargs)
        except TooMuch as error:
            raise InputError(path.name, error.place, str(error)) from None

    return read_bounded
