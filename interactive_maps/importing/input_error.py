"""The error of refused input."""

from __future__ import annotations

from interactive_maps.texts.cleaning import make_visible

_MOST_CHARACTERS = 1000


class InputError(Exception):
    """Input that cannot be imported: the file, the place in it, and why, with what to do about it.

    The command exits with code 2 and leaves the map unchanged.
    """

    def __init__(self, file: str, place: str, reason: str) -> None:
        file, place, reason = (make_visible(said[:_MOST_CHARACTERS]) for said in (file, place, reason))
        super().__init__(f"{file}: {place}: {reason}")
        self.file = file
        self.place = place
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """Support pickling, for errors of other processes."""
        return type(self), (self.file, self.place, self.reason)
