"""Suggested rules: a rule file with the inferred kinds, of which users correct a line instead of writing one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interactive_maps.importing.reporting.report import LayerUse, Report
from interactive_maps.importing.rules.layer_rules import KINDS
from interactive_maps.importing.values.lengths import METRES_PER_UNIT
from interactive_maps.texts.cleaning import make_visible

_WIDTH = 110
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}

Plans = Sequence[tuple[str, Report]]


def write_rules(plans: Plans) -> str:
    """Return the TOML of rules with which importing ``plans`` (source, report) gives what it gave.

    Layers that two plans take for different kinds stand in comments: one rule file cannot say both.
    """
    return "\n".join(_list_lines(plans)) + "\n"


def quote(text: str) -> str:
    """Return a text as a basic string of TOML; a lone surrogate, which no TOML can hold, as a question mark."""
    return (
        '"'
        + "".join(
            _ESCAPES.get(sign) or (f"\\u{ord(sign):04x}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign)
            for sign in text.encode("utf-8", "replace").decode("utf-8")
        )
        + '"'
    )


def _list_lines(plans: Plans) -> Iterator[str]:
    names = ", ".join(make_visible(source) for source, _ in plans)
    yield from _comment(
        f"Rules that import_map inferred from {names}. Importing with --rules and this file changes nothing; change "
        "a line, and check the effect with --preview. docs/reference/import-rules.md explains every key."
    )
    yield ""
    yield from _list_units(plans)
    yield from _list_level(plans)
    yield from _comment('For a plan that is taken for an elevation or a section: shows = "plan"')
    yield ""
    yield from _comment(
        f"The kind of each layer by its whole name. Kinds: {', '.join(sorted(KINDS))}. mixed: walls "
        "and other things on one layer, decided for each line. other: anything else."
    )
    yield "[layer_kinds]"
    yield from _list_layers(plans)
    yield ""
    yield from _comment("Layers whose closed lines are rooms; if empty, walls and doors enclose the rooms.")
    yield "[rooms]"
    outlined = sorted({name for _, report in plans for name in report.outlined})
    yield f"outlines = [{', '.join(map(quote, outlined))}]"


def _list_units(plans: Plans) -> Iterator[str]:
    scales = {report.metres_per_unit for _, report in plans}
    scale = scales.pop() if len(scales) == 1 else None
    unit = next((unit for unit, metres in METRES_PER_UNIT.items() if metres == scale), None)
    if unit is None:
        yield from _comment("No unit: the plans differ, or their georeference determines it.")
        return
    for reason in {issue.reason for _, report in plans for issue in report.guessed if issue.id == "units"}:
        yield from _comment(make_visible(reason))
    yield f'units = "{unit}"'


def _list_level(plans: Plans) -> Iterator[str]:
    level = plans[0][1].level if len(plans) == 1 else None
    if level is not None:
        yield f"level = {level:g}"


def _list_layers(plans: Plans) -> Iterator[str]:
    by_name: dict[str, list[LayerUse]] = {}
    for _, report in plans:
        for name, use in report.layers.items():
            by_name.setdefault(name, []).append(use)
    for name, uses in sorted(
        by_name.items(), key=lambda item: (-sum(use.metres for use in item[1]), item[0])
    ):
        yield from _list_layer(name, uses)


def _list_layer(name: str, uses: Sequence[LayerUse]) -> Iterator[str]:
    kinds = {use.taken_for or use.kind for use in uses}
    entities, metres = sum(use.entities for use in uses), sum(use.metres for use in uses)
    because = next((use.because for use in uses if use.because), "by its name")
    yield from _comment(f"{entities:,} entities, {metres:,.0f} m of lines: {make_visible(because)}")
    for sentence in dict.fromkeys(sentence for use in uses for sentence in use.would):
        yield from _comment(make_visible(sentence))
    line = f"{quote(name)} = {quote(min(kinds))}"
    if len(kinds) > 1:
        yield from _comment(f"{make_visible(name)}: {' in one plan, '.join(sorted(kinds))} in another")
    elif not _is_writable(name):
        yield from _comment(
            f"{make_visible(name)}: {min(kinds)}; no rule can name a layer that is not valid text"
        )
    else:
        yield line


def _is_writable(name: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _comment(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + len(word) > _WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line
