"""Several plans of one import: one after the other, or side by side on every core where that pays."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from interactive_maps.importing.draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import make_network
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.progress import Progress, silent

BYTES_FOR_POOL = 5_000_000  # less is read before other processes have started


def read_plans(plans: Sequence[tuple[Path, ReadOptions]], progress: Progress) -> list[MapDraft]:
    """Read every plan, and make the network to walk on in it.

    The first that is refused, in their order, ends it all with its ImportRefused.
    """
    cores = min(len(os.sched_getaffinity(0)), len(plans))
    if cores < 2 or sum(map(_measure, (path for path, _ in plans))) < BYTES_FOR_POOL:
        return [_read(path, options, progress) for path, options in plans]
    return list(_read_side_by_side(plans, progress, cores))


def _read(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    draft = read_plan(path, options, progress)
    make_network(draft, options.rules)
    return draft


def _measure(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # said better where it is read
        return 0


def _read_side_by_side(
    plans: Sequence[tuple[Path, ReadOptions]], progress: Progress, cores: int
) -> Iterator[MapDraft]:
    # Plans do not know each other, and the drawing library is pure Python: threads would not help.
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_read, path, options) for path, options in plans]
        try:
            for number, future in enumerate(futures):
                progress("reading the plans", number, len(plans))
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)
