"""Texts that state a room's area: ``12,5 m²``, ``mq 12.50``, ``NF: 12,5``, ``134 SF``, ``6.0帖``."""

from __future__ import annotations

import re

_SQUARE_FOOT = 0.3048**2
_MAT = 1.62  # square metres of a mat (帖) in Japanese offers of dwellings, by the code of the trade
_TSUBO = 400 / 121
# No room has more square metres or feet; from within a longer run of digits, nothing is read. "1.234,5" and
# "1,234.5" group thousands. A blank that does so would read "101 250 m²" as one figure, not a number and an area.
_GROUPED = r"\d{1,3}\.\d{3},\d{1,2}|\d{1,3},\d{3}\.\d{1,2}|\d{1,3}['’]\d{3}(?:[.,]\d{1,2})?"
_FIGURE = rf"(?<![\d.,])(?:{_GROUPED}|\d{{1,6}}(?:[.,]\d{{1,6}})?)"
_SIGNS = r"m2|m²|m\^2|м2|м²|㎡"
_METRES = (
    rf"{_SIGNS}|qm|mq|kvm|kv\.?\s*m\.?|m\.?\s*kw\.?|m\.?\s*kv\.?|sqm|sq\.?\s*m\.?"
    r"|кв\.?\s*м\.?|м\.?\s*кв\.?|平方米|平米"
)
_FEET = r"s\.?f\.?|sq\.?\s*ft\.?|sqft|ft2|ft²"
_UNIT = rf"(?:{_METRES}|{_FEET}|帖|畳|坪)"
# What areas are called beside them, without dots: usable, net, gross and living areas in many languages.
_NAMES = frozenset(
    "a area flaeche fläche surface superficie sup s f ca pl площадь пл "  # noqa: SIM905 - a list of words
    "nf ngf nrf nuf nnf hnf bgf wfl wf grf su sc shab gla nia gia gfa nla boa bra bta loa ua go vvo bvo nvo "
    "pow pu pc opp ala yta sau".split()
)
_WORD = r"(?P<name>[^\W\d_]+(?:\.[^\W\d_]+)*)\.?"
_STATED = re.compile(
    rf"(?:{_WORD}\s*[:=]?\s*)?[≈~]?\s*(?P<figure>{_FIGURE})\s*(?P<unit>{_UNIT})\.?", re.IGNORECASE
)
_UNIT_FIRST = re.compile(rf"(?P<unit>{_METRES})\s*[:=]?\s*(?P<figure>\d{{1,6}}[.,]\d{{1,2}})", re.IGNORECASE)
_BARE = re.compile(rf"{_WORD}\s*[:=]?\s*(?P<figure>\d{{1,6}}[.,]\d{{1,2}})", re.IGNORECASE)
_ANYWHERE = re.compile(rf"(?P<figure>{_FIGURE})\s*(?P<unit>{_UNIT})", re.IGNORECASE)

AREA = rf"(?:{_FIGURE}\s*{_UNIT}|(?:{_METRES})\s*[:=]?\s*\d{{1,6}}[.,]\d{{1,2}})"
_LEAST_BARE = 2  # letters of a name that stands for the unit: "S 1.05" may be a staircase


def is_area(line: str) -> bool:
    """Return whether a line states an area and nothing else."""
    if _UNIT_FIRST.fullmatch(line):
        return True
    stated = _STATED.fullmatch(line)
    if stated is not None:
        return stated["name"] is None or _names_area(stated["name"])
    bare = _BARE.fullmatch(line)
    return bare is not None and _names_area(bare["name"], _LEAST_BARE)


def read_area(text: str) -> float | None:
    """Return the square metres that a text states."""
    lines = [line.strip() for line in text.split("\n")]
    for line in lines:
        found = _ANYWHERE.search(line) or _UNIT_FIRST.search(line)
        if found is not None:
            return _read_figure(found["figure"]) * _read_unit(found["unit"])
    for line in lines:
        bare = _BARE.fullmatch(line)
        if bare is not None and _names_area(bare["name"], _LEAST_BARE):
            return _read_figure(bare["figure"])
    return None


def _names_area(name: str, least: int = 1) -> bool:
    folded = name.replace(".", "").casefold()
    return len(folded) >= least and folded in _NAMES


def _read_figure(figure: str) -> float:
    """Return the number; of two signs, the last one is the decimal sign."""
    *groups, last = re.split(r"[.,'’]", figure)
    if not groups:
        return float(last)
    is_whole = len(groups) == 1 and figure[-4:-3] in {"'", "’"}
    return float("".join(groups) + ("" if is_whole else ".") + last)


def _read_unit(unit: str) -> float:
    if unit in {"帖", "畳"}:
        return _MAT
    if unit == "坪":
        return _TSUBO
    return _SQUARE_FOOT if re.fullmatch(_FEET, unit, re.IGNORECASE) else 1.0
