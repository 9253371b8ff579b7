"""The account of recognition: the finds, guesses and omissions of each step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding that a person may want to check; ``place`` is in drawing units."""

    code: str
    text: str
    place: tuple[float, float] | None = None


@dataclass(slots=True)
class Step:
    """One step: counts by name, sentences, issues."""

    name: str
    counts: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def count(self, **numbers: float) -> None:
        """Record a count."""
        self.counts.update(numbers)

    def note(self, sentence: str) -> None:
        """Record a decision in words."""
        self.notes.append(sentence)


@dataclass(slots=True)
class Account:
    """The steps in order."""

    steps: list[Step] = field(default_factory=list)

    def begin(self, name: str) -> Step:
        """Begin a step."""
        step = Step(name)
        self.steps.append(step)
        return step

    def issues(self) -> Iterable[Issue]:
        """Yield the issues of all steps."""
        for step in self.steps:
            yield from step.issues
