"""The one way in which a rule file says no, before its name is known."""

from __future__ import annotations


class RuleError(ValueError):
    """A key or value that means nothing; ``place`` is its dotted name."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place
