"""The error of a rule file, before the name of the file is known."""

from __future__ import annotations


class RuleError(ValueError):
    """An invalid key or value; ``place`` is its dotted name."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place
