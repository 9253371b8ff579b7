"""The work of an import, counted in calls: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import make_network
from interactive_maps.importing.options import Limits, ReadOptions
from interactive_maps.importing.reporting.report import Report


def count_calls(action: Callable[[], Any]) -> int:
    """Return how many calls, of Python functions and of built-in ones, ``action`` makes."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return calls


def import_text(text: str, path: Path, limits: Limits | None = None) -> MapDraft:
    """Write a plan, read it and make its network, without a budget."""
    path.write_text(text, "utf-8")
    units = "m" if path.suffix == ".dxf" else None  # such plans show no scale
    draft = read_plan(path, ReadOptions(limits=limits or Limits(), units=units))
    make_network(draft)
    return draft


def list_reasons(report: Report) -> str:
    """Return all remarks, a line each."""
    listed = (*report.skipped, *report.repaired, *report.guessed)
    return "\n".join(f"{remark.id}: {remark.reason}" for remark in listed)
