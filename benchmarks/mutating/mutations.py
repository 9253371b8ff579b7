"""Small changes of a module's text, found in its syntax tree.

The standard ``ast`` does it, because neither mutmut 3 nor cosmic-ray 8 samples by seed: mutmut leaves constants of
modules and decorated functions alone, cosmic-ray starts a process for each change, and neither removes statements.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

_BOUNDARIES = {ast.Lt: "< <=", ast.LtE: "<= <", ast.Gt: "> >=", ast.GtE: ">= >"}
_OPPOSITES = {
    ast.Lt: "< >=",
    ast.LtE: "<= >",
    ast.Gt: "> <=",
    ast.GtE: ">= <",
    ast.Eq: "== !=",
    ast.NotEq: "!= ==",
}
_OPPOSITES |= {ast.Is: "is is_not", ast.IsNot: "is_not is", ast.In: "in not_in", ast.NotIn: "not_in in"}
_SWAPS: dict[type[ast.AST], str] = {
    ast.Add: "+ -",
    ast.Sub: "- +",
    ast.Mult: "* /",
    ast.Div: "/ *",
    ast.FloorDiv: "// *",
    ast.Mod: "% *",
}
_SWAPS |= {ast.Pow: "** *", ast.LShift: "<< >>", ast.RShift: ">> <<", ast.BitAnd: "& |", ast.BitOr: "| &"}
_SWAPS |= {ast.And: "and or", ast.Or: "or and"}
_TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
# Hints to readers, or redundant guards: no answer depends on them.
_IDLE_KEYWORDS = {"strict", "slots", "frozen", "maxsize", "stacklevel", "repr", "copy", "kw_only", "compare"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """Bytes ``start`` to ``end`` of a module's text become ``replacement``; ``kind`` names the change."""

    kind: str
    start: int
    end: int
    replacement: bytes

    def apply(self, text: bytes) -> bytes:
        """Return ``text`` with the change."""
        return text[: self.start] + self.replacement + text[self.end :]


def list_mutations(text: bytes) -> list[Mutation]:
    """Return every change of a module, in the order of its text; few of them do not compile."""
    return sorted(set(_Finder(text).walk(ast.parse(text))), key=_order)


def _order(mutation: Mutation) -> tuple[int, int, str, bytes]:
    return mutation.start, mutation.end, mutation.kind, mutation.replacement


def compiles(text: bytes) -> bool:
    """Return whether ``text`` is a module."""
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


class _Finder:
    """Walks a syntax tree, skipping what does no work itself: annotations, decorators, messages, f-strings."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._lines = [0]
        for line in text.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def walk(self, node: ast.AST) -> Iterator[Mutation]:
        yield from self._change(node)
        for child in _list_children(node):
            if _ends_anyway(node, child):
                continue
            is_unknown_size = _is_reshape(node) and isinstance(
                child, ast.UnaryOp
            )  # NumPy: any negative number
            if _is_set_anyway(child, node):
                assert child.value is not None
                yield from self.walk(child.value)
                continue
            yield from self._change(child) if is_unknown_size else self.walk(child)

    def _change(self, node: ast.AST) -> Iterator[Mutation]:
        if isinstance(node, ast.Constant):
            yield from self._change_constant(node)
        elif isinstance(node, ast.Compare | ast.BinOp | ast.BoolOp | ast.UnaryOp | ast.AugAssign):
            yield from self._change_operators(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TWINS:
            yield self._replace("operator swapped", node.func, _TWINS[node.func.id])
        elif isinstance(node, ast.comprehension):
            for test in node.ifs:
                yield from self._negate(test)
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            yield from self._negate(node.test)
        if isinstance(node, ast.stmt):
            yield from self._change_statement(node)

    def _change_constant(self, node: ast.Constant) -> Iterator[Mutation]:
        value = node.value
        if isinstance(value, bool):
            yield self._replace("constant turned", node, str(not value))
        elif isinstance(value, int):
            yield self._replace("constant raised", node, str(value + max(1, value // 10)))
        elif isinstance(value, float):
            yield self._replace("constant raised", node, repr(value + max(1.0, value / 10)))

    def _change_operators(
        self, node: ast.Compare | ast.BinOp | ast.BoolOp | ast.UnaryOp | ast.AugAssign
    ) -> Iterator[Mutation]:
        if isinstance(node, ast.Compare):
            operands = [node.left, *node.comparators]
            for before, after, operator in zip(operands[:-1], operands[1:], node.ops, strict=True):
                for table in (_BOUNDARIES, _OPPOSITES):
                    yield from self._swap("comparison turned", before, after, table.get(type(operator)))
        elif isinstance(node, ast.BoolOp):
            for before, after in pairwise(node.values):
                yield from self._swap("operator swapped", before, after, _SWAPS[type(node.op)])
        elif isinstance(node, ast.BinOp):
            yield from self._swap("operator swapped", node.left, node.right, _SWAPS.get(type(node.op)))
        elif isinstance(node, ast.AugAssign):
            yield from self._swap("operator swapped", node.target, node.value, _SWAPS.get(type(node.op)))
        elif isinstance(node.op, ast.USub | ast.Not):
            kind = "condition negated" if isinstance(node.op, ast.Not) else "operator swapped"
            yield self._replace(kind, node, self._read(node.operand))

    def _swap(self, kind: str, before: ast.expr, after: ast.expr, signs: str | None) -> Iterator[Mutation]:
        """Replace the operator between two operands; ``signs`` are the old and the new one."""
        if signs is None:
            return
        (_, start), (end, _) = self._span(before), self._span(after)
        old, new = (sign.replace("_", " ") for sign in signs.split())
        pattern = rf"\b{old}\b".replace(" ", r"\s+") if old[0].isalpha() else re.escape(old)
        gap = re.sub(rb"#[^\n]*", lambda comment: b" " * len(comment[0]), self._text[start:end])
        position = re.search(pattern.encode(), gap)
        if position:
            yield Mutation(kind, start + position.start(), start + position.end(), new.encode())

    def _negate(self, test: ast.expr) -> Iterator[Mutation]:
        simple = isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _OPPOSITES
        if not simple and not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
            yield self._replace("condition negated", test, f"not ({self._read(test)})")

    def _change_statement(self, node: ast.stmt) -> Iterator[Mutation]:
        is_result = isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value)
        is_result |= isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call)
        if is_result and not _is_none_by_default(node):
            assert isinstance(node, ast.Return | ast.Assign | ast.AnnAssign)
            assert node.value is not None
            yield self._replace("result dropped", node.value, "None")
        removable = isinstance(node, ast.AugAssign | ast.Continue | ast.Break | ast.Raise | ast.Delete)
        removable |= isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
        removable |= isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
        removable |= _returns_none(node)
        if removable:
            yield self._replace("statement removed", node, "pass")

    def _replace(self, kind: str, node: ast.expr | ast.stmt, replacement: str) -> Mutation:
        return Mutation(kind, *self._span(node), replacement.encode())

    def _read(self, node: ast.expr) -> str:
        start, end = self._span(node)
        return self._text[start:end].decode()

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._lines[node.lineno - 1] + node.col_offset
        return start, self._lines[node.end_lineno - 1] + node.end_col_offset


def _list_children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the children that do work."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_comment"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_idle(child):
                yield child


def _is_idle(node: ast.AST) -> bool:
    """Return whether no result of a module depends on a node, or its position is unknown (f-strings)."""
    if isinstance(node, ast.keyword):
        return node.arg in _IDLE_KEYWORDS
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return bool(re.match(r"_?log(ger)?\.", ast.unparse(node.value.func), re.IGNORECASE))
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func) in {"TypeVar", "logging.getLogger"}
    return isinstance(node, ast.JoinedStr | ast.Assert) or (isinstance(node, ast.Call) and _is_error(node))


def _ends_anyway(node: ast.AST, child: ast.AST) -> bool:
    """Return whether ``child`` is a last statement that returns None, as a function does without it."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    return child is node.body[-1] and _returns_none(child)


def _is_none_by_default(node: ast.stmt) -> bool:
    """Return whether a field of a data class has nothing else to say but hints."""
    call = node.value if isinstance(node, ast.AnnAssign) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "field":
        return False
    said = {word.arg: ast.unparse(word.value) for word in call.keywords if word.arg not in _IDLE_KEYWORDS}
    return said == {"default": "None"}


def _is_set_anyway(child: ast.AST, node: ast.AST) -> TypeGuard[ast.AnnAssign]:
    """Return whether ``child`` is a field that __post_init__ sets, and only such as no caller gives follow it."""
    if not isinstance(node, ast.ClassDef) or not _is_no_parameter(child):
        return False
    fields = [other for other in node.body[node.body.index(child) :] if isinstance(other, ast.AnnAssign)]
    is_last = all(map(_is_no_parameter, fields))
    return is_last and ast.unparse(child.target) in _list_set_anyway(node)


def _is_no_parameter(node: ast.AST) -> TypeGuard[ast.AnnAssign]:
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.value, ast.Call):
        return False
    said = [ast.unparse(word) for word in node.value.keywords]
    return ast.unparse(node.value.func) == "field" and "init=False" in said


def _list_set_anyway(node: ast.ClassDef) -> set[str]:
    """Return the attributes that the statements of __post_init__ set, whatever holds."""
    return {
        target.attr
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name == "__post_init__"
        for statement in method.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in ast.walk(statement)
        if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store)
    }


def _returns_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Return) and (node.value is None or _is_none(node.value))


def _is_reshape(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "reshape"


def _is_error(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id.endswith(("Error", "Exception"))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
