"""Rules for layers, labels and the georeference: the defaults, overridden by a TOML file.

The rules of a file take precedence, so that three lines are enough to correct one layer.
``docs/reference/import-rules.md`` explains every key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from interactive_maps.geo.georeference import ControlPoint
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.rules.layer_rules import KINDS, LayerRules, read_layer_kinds, read_outlines
from interactive_maps.importing.rules.placement_rule import PlacementRule
from interactive_maps.importing.rules.property_rules import PropertyRules, override_properties
from interactive_maps.importing.rules.rule_error import RuleError
from interactive_maps.importing.rules.word_patterns import NO_WORDS, WordPatterns, compile_kinds, find_kind
from interactive_maps.importing.values.lengths import METRES_PER_UNIT

_DEFAULTS = Path(__file__).with_name("default_rules.toml")
_MOST_BYTES = 1_000_000
# Which doors there are: those that the source draws, or one more for each space that has none.
DOORS = DRAWN, GUESS = ("drawn", "guess")
_BOUND = re.compile(r".*\$\d+\$")  # before the name of a layer that came with a bound external reference
_PLACEHOLDERS = "placeholders"
_WORD_LISTS = ("room_words", "incomplete_words", "title_words", "note_words", "part_words", _PLACEHOLDERS)


@dataclass(frozen=True, slots=True)
class LabelRules:
    """Which texts name rooms; the lists are explained where they are written, in ``default_rules.toml``.

    ``placeholders`` are those of drawings, ``own_placeholders`` what a rule file says, which holds in every format.
    """

    accept: tuple[re.Pattern[str], ...]
    reject: tuple[re.Pattern[str], ...]
    room_words: WordPatterns
    incomplete_words: WordPatterns
    title_words: WordPatterns
    note_words: WordPatterns
    part_words: WordPatterns
    placeholders: WordPatterns
    join_spacing: tuple[float, float]
    own_placeholders: WordPatterns = NO_WORDS


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one import, defaults included."""

    layers: tuple[tuple[str, WordPatterns], ...]
    leave_out: frozenset[str]
    labels: LabelRules
    units: str | None = None
    level: float | None = None
    building: str | None = None
    doors: str = DRAWN
    level_names: Mapping[float, str] = field(default_factory=dict)
    placement: PlacementRule = field(default_factory=PlacementRule)
    properties: PropertyRules = field(default_factory=PropertyRules)
    said: LayerRules = field(default_factory=LayerRules)
    shows_plan: bool = False  # whatever looks like an elevation or a section
    _kinds: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)

    def kind_of(self, layer: str) -> str:
        """Return what a layer holds, ``other`` where no pattern matches; a bound xref's prefix does not count."""
        kind = self.said.kinds.get(layer) or self._kinds.get(layer)
        if kind is None:  # asked for every entity, answered once for every layer
            name = _BOUND.sub("", layer).rsplit("|", 1)[-1] or layer
            kind = find_kind(name, self.layers)
            self._kinds[layer] = kind
        return kind


def load_rules(path: Path | None = None) -> Rules:
    """Return the default rules, overridden by the TOML file at ``path`` if one is given.

    Raises InputError for a file that cannot be read, is no TOML, or holds a key or value that means nothing.
    """
    defaults = _default_rules()
    if path is None:
        return defaults
    document = _read_toml(path)
    try:
        return _override(defaults, document)
    except RuleError as misfit:
        raise InputError(path.name, misfit.place, f"{misfit}; see docs/reference/import-rules.md") from None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise InputError(path.name, "the whole file", "is larger than 1 MB")
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise InputError(path.name, "the whole file", f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(path.name, f"byte {error.start}", "is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(path.name, "the rules", f"invalid TOML: {error}") from None


@lru_cache(maxsize=1)
def _default_rules() -> Rules:
    document = tomllib.loads(_DEFAULTS.read_text(encoding="utf-8"))
    labels = document["labels"]
    empty = LabelRules(
        accept=(),
        reject=(),
        join_spacing=_read_spacing(labels["join_spacing"]),
        **{name: WordPatterns.compile(labels[name]) for name in _WORD_LISTS},
    )
    tables = (*document["layers"].items(), *document["trades"].items())
    return Rules(compile_kinds(tables), frozenset(document["floor"]["leave_out"]), empty)


def _override(rules: Rules, document: dict[str, Any]) -> Rules:
    readers: dict[str, Callable[[Rules, Any], Rules]] = {
        "layers": _override_layers,
        "floor": _override_floor,
        "labels": _override_labels,
        "georeference": lambda rules, table: replace(rules, placement=_read_placement(table)),
        "geojson": _override_properties,
        "layer_kinds": _override_layer_kinds,
        "rooms": _override_rooms,
        "shows": lambda rules, value: replace(rules, shows_plan=_read_shows(value)),
        "units": lambda rules, value: replace(rules, units=_read_units(value)),
        "level": lambda rules, value: replace(rules, level=_read_number("level", value)),
        "building": lambda rules, value: replace(rules, building=_read_name("building", value)),
        "doors": lambda rules, value: replace(rules, doors=_read_doors(value)),
        "level_names": lambda rules, value: replace(rules, level_names=dict(_read_level_names(value))),
    }
    for key, value in document.items():
        if key not in readers:
            raise RuleError(key, f"unknown key. Known keys: {', '.join(sorted(readers))}")
        rules = readers[key](rules, value)
    return rules


def _override_layers(rules: Rules, table: Any) -> Rules:
    own = []
    for kind, patterns in _items("layers", table):
        if kind not in KINDS:
            raise RuleError(f"layers.{kind}", f"unknown kind. Known kinds: {', '.join(sorted(KINDS))}")
        own.append((kind, _compile_words(f"layers.{kind}", patterns)))
    return replace(rules, layers=(*own, *rules.layers))


def _override_layer_kinds(rules: Rules, table: Any) -> Rules:
    return replace(rules, said=replace(rules.said, kinds=read_layer_kinds(table)))


def _override_rooms(rules: Rules, table: Any) -> Rules:
    return replace(rules, said=replace(rules.said, outlines=read_outlines(table)))


def _read_shows(value: Any) -> bool:
    if value != "plan":
        raise RuleError("shows", 'expected "plan": elevations and sections are recognised automatically')
    return True


def _override_floor(rules: Rules, table: Any) -> Rules:
    for key, value in _items("floor", table):
        if key != "leave_out":
            raise RuleError(f"floor.{key}", "unknown key. Known key: leave_out")
        kinds = frozenset(_strings("floor.leave_out", value))
        if unknown := kinds - KINDS:
            raise RuleError("floor.leave_out", f"unknown kind {min(unknown)!r}")
        rules = replace(rules, leave_out=kinds)
    return rules


def _override_labels(rules: Rules, table: Any) -> Rules:
    changes: dict[str, Any] = {}
    for key, value in _items("labels", table):
        place = f"labels.{key}"
        if key in {"accept", "reject"}:
            changes[key] = _compile_expressions(place, value)
        elif key == "join_spacing":
            changes[key] = _read_spacing(value)
        elif key in _WORD_LISTS:
            words = _compile_words(place, value)
            changes[key] = getattr(rules.labels, key) | words
            if key == _PLACEHOLDERS:
                changes["own_placeholders"] = words
        else:
            raise RuleError(place, "unknown key")
    return replace(rules, labels=replace(rules.labels, **changes))


def _override_properties(rules: Rules, table: Any) -> Rules:
    return replace(rules, properties=override_properties(rules.properties, table))


def _read_placement(table: Any) -> PlacementRule:
    parts: dict[str, Any] = {}
    for key, value in _items("georeference", table):
        place = f"georeference.{key}"
        if key == "control":
            parts[key] = tuple(_read_controls(place, value))
        elif key in {"anchor", "origin"}:
            parts[key] = _read_pair(place, value)
        elif key in {"rotation", "scale"}:
            parts[key] = _read_number(place, value)
        else:
            raise RuleError(place, "unknown key. Known keys: control, anchor, origin, rotation, scale")
    rule = PlacementRule(**parts)
    try:
        rule.check()
    except ValueError as error:
        raise RuleError("georeference", str(error)) from None
    return rule


def _read_controls(place: str, value: Any) -> Iterator[ControlPoint]:
    if not isinstance(value, list):
        raise RuleError(place, "expected a list of [x, y, longitude, latitude]")
    for index, point in enumerate(value):
        if not isinstance(point, list) or len(point) != 4:
            raise RuleError(f"{place}[{index}]", "expected [x, y, longitude, latitude]")
        yield ControlPoint(*(_read_number(f"{place}[{index}]", number) for number in point))


def _read_pair(place: str, value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise RuleError(place, "expected two numbers")
    return _read_number(place, value[0]), _read_number(place, value[1])


def _read_number(place: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise RuleError(place, f"expected a finite number, not {value!r}")
    return float(value)


def _read_units(value: Any) -> str:
    if not isinstance(value, str) or value not in METRES_PER_UNIT:
        raise RuleError("units", f"expected one of {', '.join(METRES_PER_UNIT)}")
    return value


def _read_doors(value: Any) -> str:
    if value not in DOORS:
        raise RuleError("doors", f"expected one of {', '.join(DOORS)}")
    return str(value)


def _read_level_names(table: Any) -> Iterator[tuple[float, str]]:
    for key, value in _items("level_names", table):
        place = f"level_names.{key}"
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,3})?", key, re.ASCII):
            raise RuleError(place, "expected the ordinal of a level, such as 0 or -1")
        yield float(key), _read_name(place, value)


def _read_name(place: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200 or "\0" in value:
        raise RuleError(place, "expected a text of at most 200 characters")
    return value.strip()


def _read_spacing(value: Any) -> tuple[float, float]:
    near, far = sorted(_read_pair("labels.join_spacing", value))
    return near, far


def _items(place: str, table: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(table, dict):
        raise RuleError(place, "expected a table")
    yield from table.items()


def _strings(place: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RuleError(place, "expected a list of texts")
    return value


def _compile_words(place: str, value: Any) -> WordPatterns:
    try:
        return WordPatterns.compile(_strings(place, value))
    except ValueError as error:
        raise RuleError(place, str(error)) from None


def _compile_expressions(place: str, value: Any) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(expression, re.IGNORECASE) for expression in _strings(place, value))
    except re.error as error:
        raise RuleError(place, f"invalid regular expression: {error}") from None
