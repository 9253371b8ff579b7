"""Lanes: what takes a moment never waits behind what takes long, because each has threads and a queue of its own.

A view says by its attribute ``lane`` where its requests belong: a lane, or a function that tells it of the request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from interactive_maps.ops.limits.fair_queue import QueueLimits

WATCHERS = 4  # threads for what machines ask

View = TypeVar("View", bound=Callable[..., Any])


class Lane(StrEnum):
    """From what must always be answered to what may take its time."""

    LIVE = "live"  # that the process answers
    WATCH = "watch"  # what machines ask of it: readiness, metrics
    LIGHT = "light"  # pages, tiles, items, files, the heads of streams: milliseconds
    COSTLY = "costly"  # routes, search: what they cost depends on the map and on the question


def make_limits(
    threads: Mapping[Lane, int], connections: int, *, waiting: int, waiting_each: int, seconds: float
) -> dict[Lane, QueueLimits]:
    """Return the limits of all lanes, of whose ``threads`` one client may have half.

    What is light shares ``connections`` to the database: one client leaves the others one of them.
    """
    most = dict.fromkeys(Lane, WATCHERS) | dict(threads)
    each = {lane: max(1, count // 2) for lane, count in most.items()}
    each[Lane.LIGHT] = max(1, min(each[Lane.LIGHT], connections - 1))
    return {
        lane: QueueLimits(count, each[lane], waiting, waiting_each, seconds) for lane, count in most.items()
    }


def use_lane(lane: Lane) -> Callable[[View], View]:
    """Return a decorator that puts a view that is a function into ``lane``."""

    def decorate(view: View) -> View:
        view.lane = lane  # type: ignore[attr-defined]  # functions take attributes
        return view

    return decorate


def find_lane(view: Any, request: HttpRequest) -> Lane:
    """Return the lane of a request to ``view``, a function or what ``as_view`` of a class has made."""
    holder = view if hasattr(view, "lane") else getattr(view, "cls", None)
    lane: Lane | Callable[[HttpRequest], Lane] = getattr(holder, "lane", Lane.LIGHT)
    if isinstance(lane, Lane):
        return lane
    try:
        return lane(request)
    except SuspiciousOperation:  # too many parameters: the view itself will refuse them
        return Lane.LIGHT
