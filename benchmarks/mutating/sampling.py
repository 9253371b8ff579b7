"""A sample of changes, the same for the same seed and tree, without those known to be equal in effect."""

from __future__ import annotations

import difflib
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutating.mutations import Mutation, compiles, list_mutations
from benchmarks.mutating.pure_modules import ROOT, list_pure_modules

EQUALS = Path(__file__).with_name("equal_in_effect.toml")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module (its path from the root, and its text) with one change."""

    module: str
    text: bytes
    mutation: Mutation

    @property
    def package(self) -> str:
        """The package of the module, without ``interactive_maps``: "routing/network"."""
        return str(Path(self.module).parent.relative_to("interactive_maps"))

    @property
    def changed(self) -> bytes:
        """The text with the change."""
        return self.mutation.apply(self.text)

    @property
    def diff(self) -> str:
        """The change as a unified diff with a line of context."""
        old, new = (text.decode().splitlines(keepends=True) for text in (self.text, self.changed))
        return "".join(difflib.unified_diff(old, new, self.module, self.module, n=1))

    @property
    def lines(self) -> tuple[str, str]:
        """The lines that differ, before and after, without indentation."""
        lines = self.diff.splitlines()[2:]
        old, new = (" ".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")
        return old, new


@dataclass(frozen=True, slots=True)
class Equal:
    """A change that alters no result, and the reason: lines of ``module`` before and after."""

    module: str
    old: str
    new: str
    reason: str


def read_equals() -> list[Equal]:
    """Return the changes known to be equal in effect."""
    return [Equal(**entry) for entry in tomllib.loads(EQUALS.read_text("utf-8")).get("equal", [])]


def draw_sample(size: int, seed: int, prefix: str = "") -> list[Mutant]:
    """Return at most ``size`` changes of the pure modules below ``prefix`` ("routing/network", "geo")."""
    below = Path("interactive_maps") / prefix
    candidates: list[Mutant] = []
    for path in list_pure_modules():
        module = path.relative_to(ROOT)
        if below in (module.with_suffix(""), *module.parents):
            text = path.read_bytes()
            if b"from psycopg" in text:  # SQL needs a database to test: tests/database
                continue
            candidates += [Mutant(str(module), text, mutation) for mutation in list_mutations(text)]
    random.Random(seed).shuffle(candidates)
    equals = {(entry.module, entry.old, entry.new) for entry in read_equals()}
    sample: list[Mutant] = []
    for mutant in candidates:
        if len(sample) == size:
            break
        if compiles(mutant.changed) and (mutant.module, *mutant.lines) not in equals:
            sample.append(mutant)
    return sample


def list_stale_equals() -> list[Equal]:
    """Return the entries whose old lines are no longer in their modules."""
    stale = []
    for entry in read_equals():
        path = ROOT / entry.module
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()] if path.exists() else []
        if entry.old not in " ".join(lines):
            stale.append(entry)
    return stale
