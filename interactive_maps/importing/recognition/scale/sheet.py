"""Scales of sheets: common ones, written ones, and the length that they give a unit of paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from interactive_maps.importing.drawing import Text

SAME = 0.015  # share by which two equal scales may differ
# The evidence of a scale at best: how rarely it is used for floor plans.
_USUAL = {50: 0.0, 100: 0.0, 200: 0.0, 48: 0.0, 96: 0.0}
_RARE = {
    **dict.fromkeys((75, 125, 150, 250, 300, 400, 500, 64, 128, 192), -0.7),
    **dict.fromkeys((20, 25, 24, 32, 40, 60, 120, 240, 360, 384, 480, 600, 750, 1000), -1.2),
}
SCALES: Mapping[int, float] = {**_USUAL, **_RARE}
UNUSUAL = -1.6  # a sheet that was printed larger or smaller than drawn

_RATIO = re.compile(r"(?<![\d.,:/])1\s*[:：]\s*(\d{1,3}(?:[ ,.']\d{3})|\d{1,5})(?![\d:])")
_SLASH = re.compile(
    r"(?:scale|ma(?:ß|ss)stab|[ée]chelle|escala|scala|schaal|skala|масштаб|м|m)\.?\s*[:=]?\s*1\s*/\s*(\d{2,4})\b",
    re.IGNORECASE,
)
# Counted repetitions: with others, a text of many digits or blanks takes hours.
_IMPERIAL = re.compile(
    r"""(?<!\d)(?P<whole>\d{1,4})?(?:[\s-]{0,4}(?P<over>\d{1,3})\s{0,2}/\s{0,2}(?P<under>\d{1,3}))?
        \s{0,4}(?:["”″]|''|in\b|inch(?:es)?\b)\s{0,4}=\s{0,4}
        (?P<feet>\d{1,5})\s{0,4}(?:['’′]|ft\b|feet\b)(?:\s{0,4}-?\s{0,4}(?P<inches>\d{1,4})\s{0,4}(?:["”″]|'')?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_SMALLEST, _LARGEST = 5, 5000


def read_scales(texts: Iterable[Text]) -> list[float]:
    """Return the scales written on a sheet as the number after ``1:``, the most frequent first."""
    found: Counter[float] = Counter()
    for text in texts:
        found.update(set(_read_scale(text.text)))
    return [scale for scale, _ in found.most_common(6)]


def _read_scale(text: str) -> Sequence[float]:
    said = [float(re.sub(r"\D", "", match)) for match in _RATIO.findall(text)]
    said += [float(match) for match in _SLASH.findall(text)]
    for match in _IMPERIAL.finditer(text):
        under = float(match["under"] or 1)
        inches = float(match["whole"] or 0) + (float(match["over"] or 0) / under if under else 0.0)
        feet = float(match["feet"]) + float(match["inches"] or 0) / 12
        if inches > 0:
            said.append(12 * feet / inches)
    return [scale for scale in said if _SMALLEST <= scale <= _LARGEST]


def list_candidates(
    paper_unit: float, written: Sequence[float], measured: Iterable[float]
) -> dict[str, float]:
    """Return metres per unit of paper by the scale's name: common, written and measured scales."""
    scales: list[float] = [float(scale) for scale in SCALES]
    for scale in (*written, *(metres / paper_unit for metres in measured)):
        if _SMALLEST <= scale <= _LARGEST and not any(abs(scale / one - 1) < SAME for one in scales):
            scales.append(scale)
    return {name_scale(scale): scale * paper_unit for scale in scales}


def name_scale(scale: float) -> str:
    """Return a scale in the usual notation."""
    return f"1:{scale:.4g}" if scale < 1000 else f"1:{scale:.0f}"


def rate_usage(metres: float, paper_unit: float) -> float:
    """Return the evidence for a scale from its usage."""
    scale = metres / paper_unit
    return max((rate for one, rate in SCALES.items() if abs(scale / one - 1) < SAME), default=UNUSUAL)


def parse_scale(text: str) -> float | None:
    """Return the scale that a person gives (``1:100``, ``1/4"=1'``) as the number after ``1:``, else None."""
    said = _read_scale(text)
    return said[0] if len(said) == 1 else None
