"""The Dockerfile, read: its stages, their instructions, what they copy."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field

from tests.databases import ROOT


@dataclass(slots=True)
class Stage:
    """One image in the making: (instruction, rest of the line) in order, those of its base's stage first."""

    name: str
    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def find(self, instruction: str) -> list[str]:
        """Return what follows each such instruction."""
        return [rest for name, rest in self.steps if name == instruction]

    def read_command(self) -> list[str]:
        """Return the command that a container of it runs."""
        return list(json.loads(self.find("CMD")[-1]))


def read_stages(text: str | None = None) -> dict[str, Stage]:
    """Return the stages of a Dockerfile (ours unless given) by name."""
    source = (ROOT / "Dockerfile").read_text() if text is None else text
    without_comments = re.sub(r"^\s*#.*\n", "", source, flags=re.M)
    stages: dict[str, Stage] = {}
    for line in re.sub(r"\\\n", " ", without_comments).splitlines():
        instruction, _, rest = line.strip().partition(" ")
        if instruction == "FROM":
            base, _, name = rest.partition(" AS ")
            before = stages.get(base)
            stage = stages[name] = Stage(
                name, before.base if before else base, list(before.steps) if before else []
            )
        elif instruction:
            stage.steps.append((instruction, rest.strip()))
    return stages


def read_environment(stage: str) -> dict[str, str]:
    """Return the variables that a stage sets."""
    words = [word for rest in read_stages()[stage].find("ENV") for word in shlex.split(rest)]
    return dict(word.split("=", 1) for word in words)


def read_options(instruction: str) -> set[str]:
    """Return the options (``--like=this``) that any stage gives to an instruction."""
    rests = [rest for stage in read_stages().values() for rest in stage.find(instruction)]
    return {word.partition("=")[0] for rest in rests for word in rest.split() if word.startswith("--")}
