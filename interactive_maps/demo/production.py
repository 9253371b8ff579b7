"""Production of all drawings of a building: one level in memory at a time and, for large buildings, on all cores."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from interactive_maps.demo.design.layout import Building, lay_out_level
from interactive_maps.demo.design.names import name_level_file
from interactive_maps.demo.design.sizing import Storey
from interactive_maps.demo.drafting.drawing import draw_level, write_drawing
from interactive_maps.demo.folder import DemoFolder

ROOMS_FOR_POOL = 2000  # fewer are drawn faster than other processes start


def draw_building(building: Building, folder: DemoFolder, *, has_ways: bool = False) -> Iterator[int]:
    """Write all drawings from the lowest level up, and yield the size in bytes of each."""
    draw = partial(_draw_storey, building, folder, has_ways)
    if building.brief.rooms < ROOMS_FOR_POOL:
        yield from map(draw, building.storeys)
        return
    cores = len(os.sched_getaffinity(0))
    # Levels are independent, and the drawing library is pure Python, so that only processes help.
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        yield from pool.map(draw, building.storeys)


def _draw_storey(building: Building, folder: DemoFolder, has_ways: bool, storey: Storey) -> int:
    with _without_collection():
        document = draw_level(lay_out_level(building, storey), building.name, has_ways=has_ways)
        return folder.write(name_level_file(storey.ordinal), partial(write_drawing, document))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Collect garbage only once per level: a growing drawing has none, and searching costs a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
