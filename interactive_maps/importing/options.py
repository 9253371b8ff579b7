"""Options of an import."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from interactive_maps.importing.rules.placement_rule import PlacementRule
from interactive_maps.importing.rules.rule_file import Rules, load_rules

_VERTICES_PER_ENTITY, _CHARACTERS_PER_ENTITY = 6, 100


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on a file, which is refused beyond them before it fills the memory.

    ``entities`` bounds the records of the file and, separately, the expansion of its blocks; ``seconds`` of CPU time
    and ``megabytes`` of memory bound the reading as a whole; None means in proportion to the file.
    """

    bytes: int = 512 * 1024 * 1024
    entities: int = 500_000
    nesting: int = 16
    seconds: int | None = None
    megabytes: int | None = None

    @property
    def vertices(self) -> int:
        """The most vertices of all entities together, with flattened curves."""
        return _VERTICES_PER_ENTITY * self.entities

    @property
    def characters(self) -> int:
        """The most characters of all texts together."""
        return _CHARACTERS_PER_ENTITY * self.entities


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read one plan; None leaves a decision to the rules, and then to the file."""

    rules: Rules = field(default_factory=load_rules)
    limits: Limits = field(default_factory=Limits)
    units: str | None = None
    level: float | None = None
    placement: PlacementRule | None = None
    source: str | None = None
    recover: bool = False
    view: int | None = None  # which of several plans side by side, counted from 1
    page: int | None = None  # of a file with pages, counted from 1
    keep_drawn: bool = False  # for a preview: what the drawing shows, layer by layer
    with_trials: bool = False  # for rules: what other kinds of the largest layers would change
    xrefs: Path | None = None  # the folder of a drawing's external references
    show_layers: tuple[str, ...] = ()  # of a drawing, though they are off or frozen
