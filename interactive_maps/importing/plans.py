"""Reading of the plans of one import, in parallel on all cores if that pays."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.room_categories import categorise_rooms
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.progress import Progress, silent
from interactive_maps.importing.supervision.budget import allow
from interactive_maps.importing.supervision.workers import Job, run_jobs
from interactive_maps.mapdata.categories.room_names import find_unit_category

BYTES_FOR_POOL = 5_000_000  # less is read faster than other processes start

Plan = tuple[Path, ReadOptions]


def read_plans(plans: Sequence[Plan], progress: Progress) -> list[MapDraft]:
    """Read every plan and make its network, each in a separate process under a budget.

    Raises the InputError of the first refused plan, in their order.
    """
    sizes = [_measure(path) for path, _ in plans]
    jobs = [
        Job(plan[0].name, _read_apart, plan, allow(size, plan[1].limits))
        for plan, size in zip(plans, sizes, strict=True)
    ]
    if len(plans) > 1:
        _load_libraries()
    cores = len(os.sched_getaffinity(0)) if sum(sizes) >= BYTES_FOR_POOL else 1
    return run_jobs(jobs, cores, progress)


def read_plan_with_network(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    """Read one plan and make its network, in this process and without a budget.

    Raises InputError.
    """
    draft = read_plan(path, options, progress)
    categorise_rooms(draft)
    progress(f"making the network of {path.name}", 0, None)
    make_network(draft, options.rules)
    return draft


def _read_apart(plan: Plan, progress: Progress) -> MapDraft:
    return read_plan_with_network(*plan, progress)


def _load_libraries() -> None:
    """Load what drawings are read with: a forked process has what its parent has, and need not do so plan by plan."""
    import ezdxf.filemanagement
    import ezdxf.path
    import ezdxf.recover  # noqa: F401

    find_unit_category("")  # the first name reads the tables of words


def _measure(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # reading it reports the error
        return 0
