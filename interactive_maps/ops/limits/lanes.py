"""Lanes: each has its own threads and queue, so that quick requests never wait behind slow ones.

A view's ``lane`` attribute is its lane, or a function that returns the lane of a request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from interactive_maps.ops.limits.fair_queue import QueueLimits

WATCHERS = 4  # threads for machine requests

View = TypeVar("View", bound=Callable[..., Any])


class Lane(StrEnum):
    """Lanes, from requests that must always be answered to those that may take time."""

    LIVE = "live"  # liveness of the process
    WATCH = "watch"  # machine requests: readiness, metrics
    LIGHT = "light"  # pages, tiles, items, files, starts of streams: milliseconds
    COSTLY = "costly"  # routes, search: the cost depends on the map and on the request


def make_limits(
    threads: Mapping[Lane, int], connections: int, *, waiting: int, waiting_each: int, seconds: float
) -> dict[Lane, QueueLimits]:
    """Return the limits of all lanes; one client may use half of the ``threads``.

    The light lane shares ``connections`` to the database; one client leaves at least one for the others.
    """
    most = dict.fromkeys(Lane, WATCHERS) | dict(threads)
    each = {lane: max(1, count // 2) for lane, count in most.items()}
    each[Lane.LIGHT] = max(1, min(each[Lane.LIGHT], connections - 1))
    return {
        lane: QueueLimits(count, each[lane], waiting, waiting_each, seconds) for lane, count in most.items()
    }


def use_lane(lane: Lane) -> Callable[[View], View]:
    """Return a decorator that assigns a view function to ``lane``."""

    def decorate(view: View) -> View:
        view.lane = lane  # type: ignore[attr-defined]  # functions take attributes
        return view

    return decorate


def find_lane(view: Any, request: HttpRequest) -> Lane:
    """Return the lane of a request to ``view``, a function or the result of a class's ``as_view``."""
    holder = view if hasattr(view, "lane") else getattr(view, "cls", None)
    lane: Lane | Callable[[HttpRequest], Lane] = getattr(holder, "lane", Lane.LIGHT)
    if isinstance(lane, Lane):
        return lane
    try:
        return lane(request)
    except SuspiciousOperation:  # too many parameters: the view itself will reject them
        return Lane.LIGHT
