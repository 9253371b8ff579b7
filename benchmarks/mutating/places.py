"""Location of a change: in the body of a function, or in the code that runs on import."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.mutating.pure_modules import ROOT

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Place:
    """``function``: the outermost one whose body has the change ("Class.method"), "" if it runs on import.

    ``runs_in``: functions ("module:Class.method") that use the changed code. ``names``: what an import makes of it.
    """

    function: str
    runs_in: frozenset[str]
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Text:
    """A module's statements, functions, and for each function the names it mentions."""

    statements: list[tuple[int, int, ast.stmt]]
    functions: list[tuple[int, int, str, _Function]]
    mentions: Mapping[str, set[str]]


def find_place(module: str, text: bytes, start: int, end: int) -> Place:
    """Return the place of bytes ``start`` to ``end`` of a module (its path from the root)."""
    read = _read_text(text)
    for first, last, name, _ in read.functions:
        if first <= start and end <= last:
            runs_in = {f"{module}:{name}"}
            if name not in set().union(*map(_list_names, _walk_import(ast.parse(text).body))):
                return Place(name, frozenset(runs_in))
            made = _follow({name}, [node for *_, node in read.statements])
            return Place(
                "",
                frozenset(runs_in | {f"{module}:{of}" for of, said in read.mentions.items() if made & said}),
                frozenset(made),
            )
    changed = next((node for first, last, node in read.statements if first <= start and end <= last), None)
    if changed is None:
        return Place("", frozenset())
    names = _follow(_list_defined(changed), [node for *_, node in read.statements])
    public = {name for name in names if not name.startswith("_")}
    runs_in = {f"{module}:{name}" for name, said in read.mentions.items() if names & said}
    runs_in |= {
        f"{module}:{name}"
        for name in read.mentions
        if any(name == of or name.startswith(f"{of}.") for of in names)
    }
    for other, there in _read_users(public):
        made = _follow(public, [node for *_, node in there.statements])
        runs_in |= {f"{other}:{name}" for name, said in there.mentions.items() if made & said}
    return Place("", frozenset(runs_in), frozenset(names))


def imports_any(text: bytes, module: str, names: frozenset[str]) -> bool:
    """Return whether a text imports any of the names of a module (its path from the root)."""
    path = Path(module).with_suffix("")
    package, _, own = ".".join(path.parent.parts if path.name == "__init__" else path.parts).rpartition(".")
    if own.encode() not in text:
        return False
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            imported = {alias.name for alias in node.names}
            if node.module == f"{package}.{own}" and names & imported:
                return True
            if node.module == package and own in imported and names & _list_names(tree):
                return True
    return False


def _read_users(names: set[str]) -> Iterator[tuple[str, _Text]]:
    """Yield the modules that mention any of the given names."""
    if not names:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(names))})\b".encode())
    for path, text in _read_tree().items():
        if pattern.search(text):
            yield path, _read_text(text)


@cache
def _read_tree() -> Mapping[str, bytes]:
    paths = sorted((ROOT / "interactive_maps").rglob("*.py"))
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in paths}


@cache
def _read_text(text: bytes) -> _Text:
    lines = [0]
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def span(first: ast.stmt, last: ast.stmt) -> tuple[int, int]:
        assert last.end_lineno is not None
        assert last.end_col_offset is not None
        start = lines[first.lineno - 1] + first.col_offset
        return start, lines[last.end_lineno - 1] + last.end_col_offset

    tree = ast.parse(text)
    functions: list[tuple[int, int, str, _Function]] = []
    mentions: dict[str, set[str]] = defaultdict(set)
    for name, node in _list_functions(tree.body):
        functions.append((*span(node.body[0], node.body[-1]), name, node))
        mentions[name] |= _list_names(node)
    return _Text([(*span(node, node), node) for node in tree.body], functions, mentions)


def _list_functions(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, _Function]]:
    """Yield the outermost functions and methods, with their names."""
    for node in body:
        if isinstance(node, _Function):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _list_functions(node.body, f"{prefix}{node.name}.")


def _walk_import(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the code that runs when a module is imported, without bodies of functions."""
    for node in body:
        if isinstance(node, _Function):
            yield from [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        elif isinstance(node, ast.ClassDef):
            yield from _walk_import(node.body)
        else:
            yield node


def _list_names(node: ast.AST) -> set[str]:
    names = {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
    return names | {child.attr for child in ast.walk(node) if isinstance(child, ast.Attribute)}


def _list_defined(node: ast.stmt) -> set[str]:
    """Return the names that a statement of a module defines."""
    if isinstance(node, _Function | ast.ClassDef):
        return {node.name}
    return {
        child.id
        for child in ast.walk(node)
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store | ast.Del)
    } or _list_names(node)


def _follow(names: set[str], statements: list[ast.stmt]) -> set[str]:
    """Return names, and those derived from them on import."""
    while True:
        more = set(names)
        for node in statements:
            if not isinstance(node, _Function) and any(
                names & _list_names(part) for part in _walk_import([node])
            ):
                more |= _list_defined(node) if not isinstance(node, ast.Import | ast.ImportFrom) else set()
        if more == names:
            return names
        names = more
