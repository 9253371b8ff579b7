"""Subdivision of a total into parts, and of a run of wall into rooms. Exact, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random

from interactive_maps.demo.design.programme import NARROW, WIDE, Kind

STEP = 50  # mm: partitions stand on this grid
NARROWEST = 2100  # mm of wall per room, below which a run is too crowded
WIDEST = 24_000


def bound_rooms(length: int) -> tuple[int, int]:
    """Return the least and greatest number of rooms that ``length`` mm of wall can be divided into."""
    return max(1, -(-length // WIDEST)), max(1, length // NARROWEST)


def share_out(total: int, weights: Sequence[int], bounds: Sequence[tuple[int, int]]) -> list[int]:
    """Divide ``total`` in proportion to ``weights`` by largest remainder, keeping each share within its bounds.

    Raises ValueError if the bounds do not allow it.
    """
    if not sum(low for low, _ in bounds) <= total <= sum(high for _, high in bounds):
        raise ValueError(f"{total} cannot be divided within {bounds}")
    whole = sum(weights)
    ideals = [total * weight / whole for weight in weights]
    shares = [min(max(int(ideal), low), high) for ideal, (low, high) in zip(ideals, bounds, strict=True)]
    while (left := total - sum(shares)) != 0:
        step = 1 if left > 0 else -1
        open_parts = [
            part for part, (low, high) in enumerate(bounds) if low <= shares[part] + step <= high
        ]  # fmt: skip
        open_parts.sort(key=lambda part: (step * (shares[part] - ideals[part]), part))
        for part in open_parts[: abs(left)]:
            shares[part] += step
    return shares


def choose_kinds(programme: Sequence[Kind], rooms: int, dice: Random) -> list[Kind]:
    """Choose kinds, in rows of equal ones as in real plans, that count as exactly ``rooms`` rooms."""
    chosen: list[Kind] = []
    weights = [kind.weight for kind in programme]
    while rooms > 0:
        kind = dice.choices(programme, weights)[0]
        row = min(dice.randint(1, kind.row), rooms // kind.rooms)
        chosen += [kind] * row
        rooms -= row * kind.rooms
        if row == 0 and rooms == 1:  # the programme may have only rooms that come in pairs
            chosen.append(NARROW)
            rooms = 0
    return chosen


def fit_kinds(kinds: Sequence[Kind], length: int, *, keep: frozenset[Kind] = frozenset()) -> list[Kind]:
    """Return ``kinds``, replacing as few as possible by narrower or wider ones, so that they fill ``length``.

    Those in ``keep`` are replaced last. The number of rooms stays the same; it must be within :func:`bound_rooms`.
    """
    fitting = list(kinds)
    while sum(kind.least for kind in fitting) > length:
        place = max(range(len(fitting)), key=lambda at: (fitting[at] not in keep, _surplus(fitting[at])))
        if fitting[place] is NARROW:
            place = max(range(len(fitting)), key=lambda at: _surplus(fitting[at]))
        fitting[place : place + 1] = [NARROW] * fitting[place].rooms
    while sum(kind.greatest for kind in fitting) < length:
        place = min(range(len(fitting)), key=lambda at: (fitting[at] in keep, fitting[at].greatest))
        fitting[place : place + 1] = [WIDE] + [NARROW] * (fitting[place].rooms - 1)
    return fitting


def divide(length: int, kinds: Sequence[Kind]) -> list[int]:
    """Return the widths in mm that fill ``length``, each at the same share between its least and greatest."""
    least = sum(kind.least for kind in kinds)
    slack = sum(kind.greatest - kind.least for kind in kinds)
    ease = (length - least) / slack if slack else 0
    ideals = [kind.least + ease * (kind.greatest - kind.least) for kind in kinds]
    edges = [round(edge / STEP) * STEP for edge in accumulate(ideals[:-1])]
    return [after - before for before, after in zip([0, *edges], [*edges, length], strict=True)]


def _surplus(kind: Kind) -> int:
    """Return the width that is saved by replacing it with narrow rooms."""
    return kind.least - kind.rooms * NARROW.least
