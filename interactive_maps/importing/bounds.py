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
    """A file becomes more than the bounds allow; ``str()`` continues "FILE: PLACE: " and says what to do."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place


@dataclass(slots=True)
class Allowance:
    """The most things that a file may become; ``says`` describes them, with ``{most}`` for the number."""

    most: int
    place: str
    says: str
    taken: int = 0

    def take(self, count: int = 1) -> None:
        """Count things; raises TooMuch beyond the limit."""
        self.taken += count
        if self.taken > self.most:
            raise TooMuch(self.place, self.says.format(most=f"{self.most:,}"))


def bound_pairs(count: int) -> int:
    """Return how many pairs of ``count`` things may touch: dozens for each, more than in any building."""
    return max(100_000, 40 * count)


def bounded(read: Callable[Concatenate[Path, P], MapDraft]) -> Callable[Concatenate[Path, P], MapDraft]:
    """Decorate a reader, which takes the path of a file, to refuse files that exceed a bound."""

    @wraps(read)
    def read_bounded(path: Path, /, *args: P.args, **kwargs: P.kwargs) -> MapDraft:
        try:
            return read(path, *args, **kwargs)
        except TooMuch as error:
            raise InputError(path.name, error.place, str(error)) from None

    return read_bounded
