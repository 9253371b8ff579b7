"""Drawn lines in metres, with the information of their layers and texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.walked_line import WalkedLine
from interactive_maps.importing.network.plane import Places, flatten
from interactive_maps.importing.rules.rule_file import Rules, load_rules
from interactive_maps.importing.rules.word_patterns import WordPatterns
from interactive_maps.mapdata.edits.rows import LineRow

# Matched before the rules, which take an escalator for a lift and a ramp for stairs.
_WORDS = (
    ("escalator", ("escalator*", "escl", "rolltreppe*", "fahrtreppe*", "escalier mecanique*", "*扶梯*")),
    ("walkway", ("moving walk*", "movingwalkway", "fahrsteig*", "travelator")),
    ("ramp", ("ramp", "ramps", "rampe*", "rampa*")),
)
_BY_RULE = (("stairs", "stair"), ("lift", "lift"))
FORWARD, BACKWARD = "forward", "backward"


@dataclass(frozen=True, slots=True)
class Path:
    """A line to walk along; ``places`` are (n, 2) metres, in the direction of ``one_way``.

    ``width`` is in metres, ``slope`` rise over run. ``is_outdoors`` lines enter buildings only by doors.
    """

    key: str
    level: float | None
    kind: str
    places: Places
    one_way: bool = False
    name: str | None = None
    width: float | None = None
    slope: float | None = None
    step_free: bool | None = None
    is_outdoors: bool = False


class Kinds:
    """The kinds of network lines by layer: ``walk``, unless the name of the layer tells ``stairs``, ``lift``, ..."""

    def __init__(self, rules: Rules | None = None) -> None:
        by_kind: dict[str, list[WordPatterns]] = {}
        for kind, patterns in (rules or load_rules()).layers:
            by_kind.setdefault(kind, []).append(patterns)
        self._patterns = [(kind, WordPatterns.compile(words)) for kind, words in _WORDS]
        self._patterns += [(kind, one) for kind, rule in _BY_RULE for one in by_kind.get(rule, [])]
        self._known: dict[str, str] = {}

    def name(self, layer: str) -> str:
        """Return the kind of edge that a line on ``layer`` becomes."""
        if layer not in self._known:
            bare = layer.rsplit("$", 1)[-1].rsplit("|", 1)[-1] or layer
            found = (kind for kind, patterns in self._patterns if patterns.match(bare))
            self._known[layer] = next(found, "walk")
        return self._known[layer]


def read_paths(rows: Sequence[LineRow], plane: Plane, kinds: Kinds) -> Iterator[Path]:
    """Yield the lines of rows: ``linetype`` may be ``forward`` or ``backward``, ``text`` a name."""
    geometries = flatten(plane, [row.geometry for row in rows])
    for row, geometry in zip(rows, geometries, strict=True):
        parts = [
            part for part in shapely.get_parts(geometry) if part.geom_type in {"LineString", "LinearRing"}
        ]
        for index, part in enumerate(parts):
            places = _drop_doubles(shapely.get_coordinates(part))
            if len(places) < 2:
                continue
            key = row.key if len(parts) == 1 else f"{row.key}/{index}"
            if row.linetype == BACKWARD:
                places = places[::-1]
            one_way = row.linetype in {FORWARD, BACKWARD}
            yield Path(key, row.level, kinds.name(row.layer), places, one_way, row.text)


def read_walked(lines: Sequence[WalkedLine], plane: Plane) -> Iterator[Path]:
    """Yield the lines of a source with spaces as paths."""
    geometries = flatten(plane, [line.geometry for line in lines])
    for line, geometry in zip(lines, geometries, strict=True):
        places = _drop_doubles(shapely.get_coordinates(geometry))
        if len(places) < 2:
            continue
        yield Path(
            line.key,
            line.level,
            line.kind,
            places[::-1] if line.one_way == BACKWARD else places,
            line.one_way is not None,
            line.name,
            line.width,
            line.slope,
            line.step_free,
            line.is_outdoors,
        )


def _drop_doubles(places: Places) -> Places:
    kept = np.ones(len(places), dtype=bool)
    kept[1:] = np.hypot(*np.diff(places, axis=0).T) > 1e-6
    return places[kept]
