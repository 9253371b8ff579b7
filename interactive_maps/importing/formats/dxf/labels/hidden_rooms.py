"""Hidden layers that seem to contain the rooms, as in many drawings: offered by name."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Linework,
    TextEntity,
)
from interactive_maps.importing.formats.dxf.entities.layer_visibility import HiddenLayers
from interactive_maps.importing.formats.dxf.labels.rooms import names_room
from interactive_maps.importing.recognition.labels.texts import LabelKind, read_label
from interactive_maps.importing.reporting.report import Issue
from interactive_maps.importing.rules.rule_file import Rules

_FEWEST = 3
_LEAST_AREA, _LEAST_MEDIAN, _MOST_AREA = 1.0, 3.0, 20_000.0  # square metres
_NO_ROOMS = frozenset(
    {"dimension", "ignore", "note", "furniture", "fixture", "door", "window", "structure", "column"}
)


def offer_hidden_layers(hidden: HiddenLayers, metres_per_unit: float, rules: Rules) -> Iterator[Issue]:
    """Yield an issue for each layer with outlines or names of rooms: what it contains, and how to import it."""
    by_layer: dict[str, list[DrawingEntity]] = defaultdict(list)
    for part in hidden.parts:
        by_layer[part.origin.layer].append(part)
    for layer, parts in sorted(by_layer.items()):
        kind = rules.kind_of(layer)
        if kind in _NO_ROOMS:
            continue
        outlines = _count_outlines(parts, metres_per_unit)
        labels = _count_labels(parts, rules, trusted=kind == "room_label")
        counted = [
            f"{count:,} {what}"
            for count, what in (
                (outlines, "outlines as large as rooms"),
                (labels, "names or numbers of rooms"),
            )
            if count >= _FEWEST
        ]
        if counted:
            state = "frozen" if layer.casefold() in hidden.frozen else "off"
            option = f"--show-layer '{layer.rpartition('|')[2]}'"
            yield Issue(
                f"layer {layer}",
                f"{state} in the drawing, but contains {' and '.join(counted)}: import it with {option}",
            )


def _count_outlines(parts: list[DrawingEntity], metres_per_unit: float) -> int:
    areas = [_measure_area(part) * metres_per_unit**2 for part in parts if isinstance(part, Linework)]
    large = [area for area in areas if _LEAST_AREA <= area <= _MOST_AREA]
    return len(large) if large and statistics.median(large) >= _LEAST_MEDIAN else 0


def _measure_area(part: Linework) -> float:
    """Return the area inside of a closed line in square drawing units; 0 for an open one."""
    if part.path.has_sub_paths or not part.path.is_closed:
        return 0.0
    x, y = np.array([(vertex.x, vertex.y) for vertex in part.path.control_vertices()], dtype=float).T
    x, y = x - x[0], y - y[0]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def _count_labels(parts: list[DrawingEntity], rules: Rules, *, trusted: bool) -> int:
    found = set()
    for part in parts:
        if isinstance(part, TextEntity):
            label = read_label(part.text, rules.labels, trusted=trusted or names_room(part.tag))
            if label.is_room and (label.known or label.trusted or trusted or label.kind is LabelKind.NUMBER):
                found.add(part.text)
    return len(found)
