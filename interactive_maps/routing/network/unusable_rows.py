"""Unusable rows of the map, which routing leaves out so that all others remain usable."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import Gauge

from interactive_maps.mapdata.bulk.network_reader import FIRST_TIME, LAST_TIME
from interactive_maps.mapdata.edits.closures import ClosureRow
from interactive_maps.ops.metrics.registry import REGISTRY
from interactive_maps.routing.network.closures import KINDS

LAYERS = ("nav-edges", "closures", "spaces", "openings", "connectors")
_MOST_LOGGED = 5  # of a layer

logger = logging.getLogger(__name__)

ROWS_LEFT_OUT = Gauge(
    "interactive_maps_routing_rows_left_out",
    "Rows (for spaces and doors, their opening hours) that routing leaves out; check_graph lists them.",
    ["layer"],
    multiprocess_mode="livemax",
    registry=REGISTRY,
)
for _layer in LAYERS:
    ROWS_LEFT_OUT.labels(_layer)


@dataclass(frozen=True, slots=True)
class UnusableRow:
    """``what`` describes, in a few words, the problem of the row ``key`` of a layer."""

    layer: str
    key: int
    what: str


def sort_closures(
    rows: Iterable[ClosureRow],
) -> tuple[tuple[ClosureRow, ...], tuple[UnusableRow, ...]]:
    """Return the usable closures, and the problems of the others."""
    good: list[ClosureRow] = []
    problems: list[UnusableRow] = []
    for row in rows:
        what = _find_problem(row)
        if what is None:
            good.append(row)
        else:
            problems.append(UnusableRow("closures", row.key, what))
    return tuple(good), tuple(problems)


def _find_problem(row: ClosureRow) -> str | None:
    if row.kind not in KINDS:
        return "nothing of this kind can be closed"
    if row.target is None or not abs(row.target) < 2**63:  # also false for NaN
        return "it does not say what is closed"
    if row.starts_at == LAST_TIME or row.ends_at == FIRST_TIME:
        return "it begins or has ended beyond all calendars"
    if row.starts_at is not None and row.ends_at is not None and row.ends_at <= row.starts_at:
        return "it ends before it begins"
    if not all(name is None or isinstance(name, str) for name in row.profiles or ()):
        return "its profiles are no list of names"
    return None


def report_problems(problems: Iterable[UnusableRow], before: Iterable[UnusableRow]) -> None:
    """Count ``problems`` in the metrics, and log those that are new since ``before``."""
    counts = Counter(one.layer for one in problems)
    for layer in LAYERS:
        ROWS_LEFT_OUT.labels(layer).set(counts[layer])
    known = frozenset(before)
    new = [one for one in problems if one not in known]
    for layer in LAYERS:
        some = [one for one in new if one.layer == layer]
        if some:
            logger.warning(
                "routing leaves out %d rows of %s: %s; `manage.py check_graph` lists them",
                len(some),
                layer,
                ", ".join(_list_examples(some)),
            )


def _list_examples(problems: list[UnusableRow]) -> Iterator[str]:
    for one in problems[:_MOST_LOGGED]:
        yield f"{one.key} ({one.what})"
    if len(problems) > _MOST_LOGGED:
        yield "..."
