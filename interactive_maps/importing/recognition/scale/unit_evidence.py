"""Evidence of a drawing's scale, in drawing units: door swings, letters, treads, walls, extent, dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from interactive_maps.importing.drawing import Dimension, Drawing, Header
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.parallels import find_parallels
from interactive_maps.importing.recognition.geometry.segments import measure_lengths, to_points
from interactive_maps.importing.recognition.scale.dimensions import Measured, measure_dimensions
from interactive_maps.importing.recognition.scale.sheet import SAME, read_scales
from interactive_maps.importing.values.lengths import parse_length

_SWING = (np.radians(50), np.radians(115))
_ROUNDED = 0.02  # rounding of a dimension's text
_LEAST = 1e-6  # drawing units: shorter lengths are drawing errors
_MOST_LONG = 3000  # segments searched for walls
_MOST_TREADS = 6_000
_TREAD = (0.12, 0.15, 0.36)  # its depth, of its length: the least, the most on wide stairs, on narrow ones
_THIRD_TREAD = 3.2 * _TREAD[-1]  # lengths to the third tread beside one, at most
_FARTHEST_TREAD = 1.05 * _THIRD_TREAD  # lengths that are searched: treads may be askew
_LEAST_TREADS = 6
_MOST_ROW = 0.06  # of the extent, that three treads are deep
_BINS_PER_E = 12  # of logarithmic histograms


@dataclass(frozen=True, slots=True)
class Evidence:
    """Typical lengths in drawing units, None where there are none; ``swings`` counts the doors behind ``swing``.

    ``dimension`` is metres per unit by written dimensions that name their unit. For a sheet, ``written`` are the
    stated scales, as the number after ``1:``, and ``measured`` the unit lengths from dimensions along their lines.
    """

    swing: float | None = None
    swings: int = 0
    letter: float | None = None
    tread: float | None = None
    wall: float | None = None
    extent: float | None = None
    dimension: float | None = None
    header: Header = field(default_factory=Header)
    written: tuple[float, ...] = ()
    measured: tuple[Measured, ...] = ()

    def list_lengths(self) -> tuple[float | None, ...]:
        """Return the lengths of objects that have a usual size."""
        return self.swing, self.tread, self.wall, self.letter


def gather_evidence(drawing: Drawing) -> Evidence:
    """Return the evidence for the drawing's unit."""
    swing, swings = _measure_swings(drawing)
    extent = _measure_extent(drawing)
    heights = [text.height for text in drawing.texts if text.height > _LEAST]
    written = read_scales(drawing.texts) if drawing.header.paper_unit else []
    return Evidence(
        swing=swing,
        swings=swings,
        letter=float(np.median(heights)) if heights else None,
        tread=_measure_treads(drawing, extent),
        wall=_measure_walls(drawing, extent),
        extent=extent,
        dimension=average_dimensions(drawing.dimensions),
        header=drawing.header,
        written=tuple(written),
        measured=_measure_sheet(drawing, written, drawing.header.paper_unit),
    )


def _measure_sheet(
    drawing: Drawing, written: Sequence[float], paper_unit: float | None
) -> tuple[Measured, ...]:
    """Return what dimensions measure on a sheet. Without others, those with one decimal may prove a written scale."""
    if not paper_unit:
        return ()
    found = measure_dimensions(drawing)
    if found or not written:
        return tuple(found)
    scales = np.array(written) * paper_unit
    return tuple(
        one
        for one in measure_dimensions(drawing, tenths=True)
        if (np.abs(scales / one.metres_per_unit - 1) < SAME).any()
    )


def average_dimensions(dimensions: Sequence[Dimension]) -> float | None:
    """Return metres per unit by the dimensions whose text names its unit: the median of two or more that agree.

    Half of them may be wrong: some are typed by hand.
    """
    ratios = [
        metres / one.length
        for one in dimensions
        if one.length > _LEAST and (metres := parse_length(one.text)) is not None and metres > 0
    ]
    if len(ratios) < 2:
        return None
    middle = float(np.median(ratios))
    agreeing = sum(abs(ratio / middle - 1) <= _ROUNDED for ratio in ratios)
    return middle if agreeing >= max(2, len(ratios) / 2) else None


def _measure_swings(drawing: Drawing) -> tuple[float | None, int]:
    """Return the most frequent radius of arcs that have a leaf from their centre to one of their ends."""
    arcs = drawing.arcs
    arcs = arcs[(arcs[:, 4] >= _SWING[0]) & (arcs[:, 4] <= _SWING[1]) & (arcs[:, 2] > _LEAST)]
    if not len(arcs):
        return None, 0
    ends = drawing.segments.reshape(-1, 2)
    if len(ends):
        tree = shapely.STRtree(to_points(ends))
        near = tree.query(to_points(arcs[:, :2]), predicate="dwithin", distance=0.12 * arcs[:, 2])
        arcs = arcs[np.unique(near[0])] if len(near[0]) else arcs
    radius = find_mode(arcs[:, 2])
    return radius, int((np.abs(np.log(arcs[:, 2] / radius)) < 0.25).sum()) if radius else 0


def _measure_extent(drawing: Drawing) -> float | None:
    """Return the diagonal of the area with 96 % of the line ends."""
    if len(drawing.segments) < 3:
        return None
    low, high = np.quantile(drawing.segments.reshape(-1, 2), [0.02, 0.98], axis=0)
    extent = float(np.hypot(*(high - low)))
    return extent if extent > _LEAST else None


def _measure_treads(drawing: Drawing, extent: float | None) -> float | None:
    """Return the most frequent distance between equal parallel lines in rows of four or more.

    Narrow stairs count where there are no wider ones: benches stand in rows like them.
    """
    if extent is None:
        return None
    lengths = measure_lengths(drawing.segments)
    fit = np.flatnonzero((lengths > extent * 1e-3) & (lengths < extent * 0.15))[:_MOST_TREADS]
    segments, lengths = drawing.segments[fit], lengths[fit]
    farthest = np.minimum(extent * _MOST_ROW, _FARTHEST_TREAD * lengths)
    pairs = find_parallels(segments, extent * 5e-4, farthest, least_overlap=0.9)
    one, other = lengths[pairs.one], lengths[pairs.other]
    ratio = pairs.distance / np.maximum(one, 1e-12)
    alike = (np.abs(one - other) < 0.02 * one) & (ratio > _TREAD[0]) & (ratio < _THIRD_TREAD)
    nearest: dict[int, list[float]] = {}
    for index, distance in zip(pairs.one[alike].tolist(), pairs.distance[alike].tolist(), strict=True):
        nearest.setdefault(index, []).append(distance)
    rows = [(min(found), lengths[index]) for index, found in nearest.items() if _is_row(found)]
    for most in _TREAD[1:]:
        steps = [step for step, length in rows if step < most * length]
        if len(steps) >= _LEAST_TREADS:
            return find_mode(np.array(steps))
    return None


def _is_row(distances: Sequence[float]) -> bool:
    """Return whether neighbours are at one, two and three times the distance, as in a flight of stairs."""
    first = min(distances)
    return all(any(abs(d - times * first) < 0.06 * first for d in distances) for times in (2, 3))


def _measure_walls(drawing: Drawing, extent: float | None) -> float | None:
    """Return the most frequent distance between long parallel lines."""
    if extent is None:
        return None
    lengths = measure_lengths(drawing.segments)
    longest = np.argsort(-lengths, kind="stable")[:_MOST_LONG]
    longest = longest[lengths[longest] > 0.015 * extent]
    pairs = find_parallels(drawing.segments[longest], extent * 3e-4, extent * 0.02, least_overlap=0.5)
    return find_mode(pairs.distance, pairs.overlap) if len(pairs.one) >= 4 else None


def find_mode(values: Floats, weights: Floats | None = None) -> float | None:
    """Return the centre of the fullest bin of a logarithmic histogram, smoothed by its neighbours."""
    good = values > _LEAST
    if not good.any():
        return None
    logs = np.log(values[good])
    weights = np.ones(len(logs)) if weights is None else weights[good]
    bins = np.round(logs * _BINS_PER_E).astype(np.int64)
    bins_from = bins - bins.min() + 2
    counts = np.bincount(bins_from, weights=weights, minlength=bins_from.max() + 3)
    smooth = counts + 0.6 * (np.roll(counts, 1) + np.roll(counts, -1))
    best = int(np.argmax(smooth))
    near = np.abs(bins_from - best) <= 1
    return float(np.exp(np.average(logs[near], weights=weights[near])))
