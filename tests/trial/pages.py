"""Pages of documentation, and the blocks of commands in them with what is marked above each."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\s*$")
_MARK = re.compile(r"^ *<!-- trial: (?P<kind>[a-z]+)(?:: (?P<value>.*?))? -->$")
# What a mark takes: whether a value has to follow its colon.
KINDS = {"bare": False, "skip": True, "before": True, "serve": False, "server": True, "exit": True}


class MarkError(ValueError):
    """A mark that means nothing; ``str()`` says where it is, and what is accepted."""


@dataclass(frozen=True, slots=True)
class Block:
    """Commands as they are printed, at ``line`` of their page.

    ``skip`` says why they are not run; ``before`` is run in the same shell ahead of them; ``serves`` that they end in
    a server, which stays until the page ends or the next one starts, ``server`` is one that is started ahead of them;
    ``code`` is the exit code that is right.
    """

    line: int
    text: str
    skip: str = ""
    before: tuple[str, ...] = ()
    server: str = ""
    serves: bool = False
    code: int = 0

    @property
    def title(self) -> str:
        """Return the first command that does something."""
        text = re.sub(r" \\\n *", " ", self.text)
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        return lines[0].split("  #")[0].strip() if lines else ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's blocks in order; ``is_bare``: they are tried on a machine where nothing is installed."""

    name: str
    blocks: tuple[Block, ...]
    is_bare: bool = False


@dataclass(slots=True)
class _Marks:
    line: int = 0
    skip: str = ""
    before: list[str] = field(default_factory=list)
    server: str = ""
    serves: bool = False
    code: int = 0

    def add(self, kind: str, value: str) -> None:
        match kind:
            case "skip":
                self.skip = value
            case "before":
                self.before.append(value)
            case "server":
                self.server = value
            case "serve":
                self.serves = True
            case "exit":
                self.code = int(value)

    def make_block(self, line: int, text: str) -> Block:
        return Block(line, text, self.skip, tuple(self.before), self.server, self.serves, self.code)


def read_page(path: Path, name: str, marks: Path | None = None) -> Page:
    """Return the page at ``path``; ``marks`` is a TOML file of marks for a page that is not ours to write into."""
    foreign = tomllib.loads(marks.read_text("utf-8")) if marks else {}
    return parse_page(path.read_text("utf-8"), name, foreign)


def parse_page(text: str, name: str, foreign: Mapping[str, list[str]] | None = None) -> Page:
    """Return a page's blocks; ``foreign`` has marks by the first line of the block that they are for."""
    foreign = foreign or {}
    lines = text.splitlines()
    is_bare = False
    marks = _Marks()
    blocks: list[Block] = []
    rows = iter(enumerate(lines, 1))
    for number, line in rows:
        if mark := _MARK.match(line):
            kind, value = _check_mark(mark["kind"], mark["value"] or "", f"{name}:{number}")
            is_bare |= kind == "bare"
            marks.add(kind, value)
            marks.line = marks.line or (0 if kind == "bare" else number)
        elif (fence := _FENCE.match(line)) and fence["language"] == "bash":
            content = _read_block(rows, fence["indent"])
            for said in foreign.get(content.splitlines()[0], ()):
                kind, _, value = said.partition(": ")
                marks.add(*_check_mark(kind, value, f"marks of {name}"))
            blocks.append(marks.make_block(number, content))
            marks = _Marks()
        elif line.strip() and marks.line:
            raise MarkError(f"{name}:{marks.line}: no block of bash follows this mark")
        elif fence:
            _read_block(rows, fence["indent"])
    return Page(name, tuple(blocks), is_bare or bool(foreign.get("bare")))


def _read_block(rows: Iterator[tuple[int, str]], indent: str) -> str:
    content = []
    for _, line in rows:
        if line.strip() == "```":
            break
        content.append(line.removeprefix(indent))
    return textwrap.dedent("\n".join(content)) + "\n"


def _check_mark(kind: str, value: str, where: str) -> tuple[str, str]:
    if kind not in KINDS or KINDS[kind] != bool(value):
        accepted = ", ".join(name + (": ..." if takes else "") for name, takes in KINDS.items())
        raise MarkError(f"{where}: unknown mark {kind!r}, or not as it has to be; accepted are {accepted}")
    if kind == "exit" and not value.isdigit():
        raise MarkError(f"{where}: exit: takes a number, not {value!r}")
    return kind, value
