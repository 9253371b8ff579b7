"""Options of ``manage.py import_map``, and parsing of their values."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.management.base import CommandParser

from interactive_maps.geo.georeference import ControlPoint
from interactive_maps.importing.options import Limits
from interactive_maps.importing.recognition.scale import parse_scale
from interactive_maps.importing.rules.rule_file import DOORS
from interactive_maps.importing.values.lengths import METRES_PER_UNIT
from interactive_maps.texts.cleaning import make_visible

_DEFAULT = Limits()


def add_plan_options(parser: CommandParser) -> None:
    """Add the plans, and options about their contents."""
    add = parser.add_argument
    add("plans", nargs="+", type=Path, metavar="PLAN", help="a file; drawings: one for each level")
    add(
        "--level",
        action="append",
        type=_number,
        metavar="N",
        help="level of the plan, 0 = ground; once per PLAN",
    )
    name_help = "name of the level; once per PLAN"
    add("--level-name", action="append", type=_name, metavar="NAME", help=name_help)
    building_help = "drawings: the building that they show; other files: import only this building"
    add("--building", type=_name, metavar="NAME", help=building_help)
    add("--source", action="append", metavar="NAME", help="name to publish the plan under; once per PLAN")
    doors_help = "guess an opening for each space without any, where it borders a corridor or an area"
    add("--doors", choices=DOORS, help=doors_help)
    add(
        "--view",
        type=_count,
        metavar="N",
        help="of several plans in one drawing, import the Nth from the left",
    )
    page_help = "PDF: the page with the plan, counted from 1; once per PLAN"
    add("--page", action="append", type=_count, metavar="N", help=page_help)
    xrefs_help = "drawings: folder with the files of their external references"
    add("--xrefs", type=Path, metavar="DIR", help=xrefs_help)
    layer_help = "drawings: import this layer although it is off or frozen; may be repeated"
    add("--show-layer", action="append", type=_name, metavar="LAYER", help=layer_help)
    add(
        "--rules",
        type=Path,
        metavar="FILE.toml",
        help="rule file: the meaning of layers, labels and properties",
    )
    kept = parser.add_mutually_exclusive_group()
    replace_help = "remove features that the source no longer has (the default)"
    kept.add_argument("--replace", action="store_true", help=replace_help)
    kept.add_argument("--append", action="store_true", help="keep features that the source no longer has")


def add_placement_options(parser: CommandParser) -> None:
    """Add the scale and the position of a drawing."""
    add = parser.add_argument
    units_help = f"unit of the drawing ({', '.join(sorted(METRES_PER_UNIT))}), or scale of a PDF (1:100)"
    add("--units", type=_units, metavar="UNIT", help=f"{units_help}, if it is inferred wrongly")
    control_help = "a point in the drawing and on the earth; give two or three"
    add("--control", action="append", type=_control, metavar="X,Y=LON,LAT", help=control_help)
    add("--anchor", type=_pair, metavar="LON,LAT", help="position of the drawing's origin")
    add("--origin", type=_pair, metavar="X,Y", help="the drawing point at the anchor")
    add("--rotation", type=_number, metavar="DEG", help="rotate the drawing counter-clockwise")
    add("--scale", type=_number, metavar="METRES", help="metres per drawing unit")


def add_run_options(parser: CommandParser) -> None:
    """Add options about output and resources."""
    add = parser.add_argument
    add("--report", type=Path, metavar="FILE.json", help="write the full report to this file")
    preview_help = "write a preview as a page or a picture; publish nothing"
    add("--preview", type=Path, metavar="FILE.html|FILE.png", help=preview_help)
    suggest_help = "write the inferred rules of a drawing to edit; publish nothing"
    add("--suggest-rules", type=Path, metavar="FILE.toml", help=suggest_help)
    add("--dry-run", action="store_true", help="read and report; publish nothing")
    add("--recover", action="store_true", help="import the rest of a truncated file")
    add("--max-bytes", type=_count, default=_DEFAULT.bytes, metavar="N", help="refuse larger files")
    add("--max-entities", type=_count, default=_DEFAULT.entities, metavar="N", help="refuse larger drawings")
    seconds_help = "CPU time to read one PLAN; 60, more for large files"
    add("--max-seconds", type=_count, metavar="N", help=seconds_help)
    add("--max-memory", type=_count, metavar="MB", help="memory to read one PLAN; 800, more for large files")


def _units(text: str) -> str:
    if text not in METRES_PER_UNIT and parse_scale(text) is None:
        known = ", ".join(sorted(METRES_PER_UNIT))
        raise argparse.ArgumentTypeError(f"expected one of {known}, or a scale such as 1:100, not {text!r}")
    return text


def _name(text: str) -> str:
    if not text.strip() or text != make_visible(text):
        raise argparse.ArgumentTypeError("expected a name of visible characters")
    return text


def _number(text: str) -> float:
    number = float(text)
    if not abs(number) < 1e15:  # false for NaN as well
        raise argparse.ArgumentTypeError(f"expected a finite number, not {text}")
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected at least 1, not {text}")
    return number


def _pair(text: str) -> tuple[float, float]:
    first, comma, second = text.partition(",")
    if not comma:
        raise argparse.ArgumentTypeError(f"expected two numbers with a comma, not {text!r}")
    return _number(first), _number(second)


def _control(text: str) -> ControlPoint:
    drawing, equals, earth = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"expected X,Y=LON,LAT, not {text!r}")
    return ControlPoint(*_pair(drawing), *_pair(earth))
