"""Travel profiles: speeds and restrictions that turn a graph into milliseconds per arc. Pure.

Speeds and waits are usual defaults: 1.33 m/s on level ground, stairs three times as long as the same distance on the
level, escalators 0.5 m/s along their slope, 30 s of waiting for a lift, 8 s for its doors and 3 s per floor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.graph import Graph

Weights = NDArray[np.int32]
Flags = NDArray[np.bool_]
Edges = NDArray[np.int64]
Seconds = NDArray[np.float64]

INFINITE = 2**31 - 1  # of an unusable arc; a route of this length (24 days) counts as none either
PENALTY = 1_000_000  # extra milliseconds for an arc that the profile forbids, if violations are allowed

WALKING_SPEED = 1.33
STAIRS_FACTOR = 3.0
ESCALATOR_SPEED = 0.5
LIFT_WAIT_SECONDS = 30.0
LIFT_DOOR_SECONDS = 8.0
LIFT_FLOOR_SECONDS = 3.0
FLOOR_HEIGHT = 3.5  # metres, if unknown
# Stairs drawn as a point: 6 m of flight in plan for each floor.
STAIRS_FLOOR_METRES = 6.0
_POINT = 0.5  # metres: shorter connectors were drawn as a point

RAMP_1_IN_12 = 1 / 12
STEP_FREE_WIDTH = 0.815
_WORST = 2**30  # milliseconds of one arc


@dataclass(frozen=True, slots=True)
class Profile:
    """Travel profile: ``speed`` in m/s on the level, kinds to ``avoid``, minimum ``width`` in m, maximum ``slope``.

    ``on_wheels``: edges that are known to have a step, even a kerb, are not used. Unknown properties (width,
    slope) forbid nothing. Closures refer to the ``name``.
    """

    name: str = "walk"
    speed: float = WALKING_SPEED
    avoid: frozenset[Kind] = frozenset()
    width: float | None = None
    slope: float | None = None
    on_wheels: bool = False

    def __post_init__(self) -> None:
        """Reject unrealistic numbers."""
        if not 0.05 <= self.speed <= 20:
            raise ValueError("speed must be between 0.05 and 20 m/s")
        if self.width is not None and not 0 < self.width < 100:
            raise ValueError("width must be between 0 and 100 m")
        if self.slope is not None and not 0 <= self.slope <= 10:
            raise ValueError("slope must be between 0 and 10")


WALK = Profile()
STEP_FREE = Profile(
    "step_free",
    avoid=frozenset({Kind.STAIRS, Kind.ESCALATOR}),
    width=STEP_FREE_WIDTH,
    slope=RAMP_1_IN_12,
    on_wheels=True,
)
CART = Profile(
    "cart",
    speed=1.0,
    avoid=frozenset({Kind.STAIRS, Kind.ESCALATOR, Kind.WALKWAY}),
    width=0.9,
    slope=RAMP_1_IN_12,
    on_wheels=True,
)
EVACUATION = Profile("evacuation", avoid=frozenset({Kind.LIFT}))
PROFILES = {profile.name: profile for profile in (WALK, STEP_FREE, CART, EVACUATION)}


def weigh(graph: Graph, profile: Profile, *, allow_violations: bool = False) -> Weights:
    """Return the milliseconds of each arc, at least 1; INFINITE for arcs that ``profile`` does not use."""
    edges = np.clip(np.rint(_time_edges(graph, profile) * 1000), 1, _WORST).astype(np.int32)
    forbidden = forbid(graph, profile)
    if allow_violations:
        edges[forbidden] += PENALTY
    else:
        edges[forbidden] = INFINITE
    weights = np.repeat(edges, 2)
    boardings = np.flatnonzero((graph.kind == Kind.BOARDING) & (edges < INFINITE))
    weights[2 * boardings + 1] = 1  # leaving a lift takes no waiting
    weights[~graph.passable] = INFINITE
    return weights


def forbid(graph: Graph, profile: Profile) -> Flags:
    """Return which edges ``profile`` does not use."""
    avoid = np.zeros(len(Kind), dtype=bool)
    avoid[[int(kind) for kind in profile.avoid]] = True
    avoid[Kind.BOARDING] |= avoid[Kind.LIFT]
    forbidden: Flags = avoid[graph.kind]
    if profile.width is not None:
        forbidden |= graph.width < profile.width - 1e-9  # NaN is not smaller
    if profile.on_wheels:
        forbidden |= graph.stepped
    if profile.slope is not None:
        # Stairs and lifts are judged by kind: their slope is not one to roll on.
        rolls = ~np.isin(graph.kind, [int(Kind.STAIRS), int(Kind.LIFT), int(Kind.ESCALATOR)])
        forbidden |= rolls & (graph.slope > profile.slope + 5e-4)  # 1:12 is written 0.083 or 0.0833
    return forbidden


def explain(graph: Graph, profile: Profile, edge: int) -> str | None:
    """Return why ``profile`` does not use ``edge`` in a word or two (stairs, narrow, steep), None if it does."""
    kind = Kind(int(graph.kind[edge]))
    if kind in profile.avoid or (kind is Kind.BOARDING and Kind.LIFT in profile.avoid):
        return "lift" if kind is Kind.BOARDING else kind.name.lower()
    if profile.width is not None and graph.width[edge] < profile.width - 1e-9:
        return "narrow"
    if profile.on_wheels and graph.stepped[edge]:
        return "step"
    return "steep" if _is_steep(graph, profile, edge) else None


def _is_steep(graph: Graph, profile: Profile, edge: int) -> bool:
    rolls = graph.kind[edge] not in {Kind.STAIRS, Kind.LIFT, Kind.ESCALATOR}
    return profile.slope is not None and rolls and bool(graph.slope[edge] > profile.slope + 5e-4)


def _time_edges(graph: Graph, profile: Profile) -> NDArray[np.float64]:
    """Return the seconds that each edge takes."""
    seconds = graph.length / profile.speed
    for kind, time in TIMES.items():
        edges = np.flatnonzero(graph.kind == kind)
        if len(edges):
            seconds[edges] = time(graph, edges, profile.speed)
    return seconds


def _count_floors(graph: Graph, edges: Edges) -> Seconds:
    """Return how many floors ``edges`` cross; between floors that are not known, one."""
    unknown = np.isnan(graph.node_level[graph.tail[edges]]) | np.isnan(graph.node_level[graph.head[edges]])
    return np.where(unknown, 1.0, np.abs(graph.rise[edges]))


def _time_stairs(graph: Graph, edges: Edges, speed: float) -> Seconds:
    length = graph.length[edges]
    drawn = np.maximum(length, _count_floors(graph, edges) * STAIRS_FLOOR_METRES)
    return STAIRS_FACTOR * np.where(length < _POINT, drawn, length) / speed


def _time_escalators(graph: Graph, edges: Edges, speed: float) -> Seconds:
    height = _count_floors(graph, edges) * FLOOR_HEIGHT
    return np.asarray(np.hypot(graph.length[edges], height) / ESCALATOR_SPEED)


def _time_ramps(graph: Graph, edges: Edges, speed: float) -> Seconds:
    length = graph.length[edges]
    drawn = np.maximum(length, _count_floors(graph, edges) * FLOOR_HEIGHT / RAMP_1_IN_12)
    return np.asarray(np.where(length < _POINT, drawn, length) / speed)


def _time_lifts(graph: Graph, edges: Edges, speed: float) -> Seconds:
    waiting = np.where(graph.boarded[edges], 0.0, LIFT_WAIT_SECONDS + LIFT_DOOR_SECONDS)
    return np.asarray(waiting + LIFT_FLOOR_SECONDS * _count_floors(graph, edges))


def _time_boarding(graph: Graph, edges: Edges, speed: float) -> Seconds:
    return np.full(len(edges), LIFT_WAIT_SECONDS + LIFT_DOOR_SECONDS)


TIMES: dict[Kind, Callable[[Graph, Edges, float], Seconds]] = {
    Kind.STAIRS: _time_stairs,
    Kind.LIFT: _time_lifts,
    Kind.ESCALATOR: _time_escalators,
    Kind.RAMP: _time_ramps,
    Kind.BOARDING: _time_boarding,
}
