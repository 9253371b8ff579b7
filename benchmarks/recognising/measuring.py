"""Measurement of each case in a separate process, to separate its memory."""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.recognising.scores import Scores, score_floor
from benchmarks.recognising.truth import Truth
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.labels import LabelReader
from interactive_maps.importing.recognition.scale import gather_evidence, infer_scale
from interactive_maps.importing.rules.rule_file import load_rules
from interactive_maps.importing.supervision.workers import collect_seldom

Case = tuple[str, Callable[[], tuple[Drawing, Truth]]]


def measure_all(cases: Iterable[Case], *, with_routes: bool = True) -> dict[str, Scores]:
    """Return the scores of every case in sequence, each measured in a separate fork."""
    found = {}
    for name, load in cases:
        with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
            found[name] = pool.submit(measure, load, with_routes=with_routes).result()
    return found


def measure(load: Callable[[], tuple[Drawing, Truth]], *, with_routes: bool = False) -> Scores:
    """Return the scores of one case; a wrong scale is reported, and the true one used."""
    drawing, truth = load()
    rules = load_rules()
    collect_seldom()  # as the process of an import does
    start = time.monotonic()
    scale = infer_scale(gather_evidence(drawing))
    metres = truth.metres_per_unit or scale.best.metres_per_unit
    floor = recognise_floor(drawing, metres, LabelReader(rules.labels, rules.kind_of))
    seconds = time.monotonic() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scores = score_floor(floor, truth, with_routes=with_routes)
    scores.seconds = round(seconds, 2)
    scores.megabytes = round(megabytes)
    scores.scale_right = math.isclose(scale.best.metres_per_unit, metres, rel_tol=0.02)
    return scores
