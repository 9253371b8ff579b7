"""Options of ``manage.py import_map``, and how their values are read."""

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
    """Add the plans, and what each of them shows."""
    add = parser.add_argument
    add("plans", nargs="+", type=Path, metavar="PLAN", help="a drawing for each level")
    add("--level", action="append", type=_number, metavar="N", help="its level, 0 = ground; once per PLAN")
    name_help = "the name of the level; once per PLAN"
    add("--level-name", action="append", type=_name, metavar="NAME", help=name_help)
    building_help = "of drawings: the building they show; of a file with buildings: import only this one"
    add("--building", type=_name, metavar="NAME", help=building_help)
    add("--source", action="append", metavar="NAME", help="the name to publish under; once per PLAN")
    doors_help = "guess: a space without any opening gets one where it borders a corridor or an area"
    add("--doors", choices=DOORS, help=doors_help)
    add("--view", type=_count, metavar="N", help="of several plans in one drawing: the Nth from the left")
    page_help = "of a PDF: the page that shows the plan, counted from 1; once per PLAN"
    add("--page", action="append", type=_count, metavar="N", help=page_help)
    xrefs_help = "of drawings: the folder with the files of their external references"
    add("--xrefs", type=Path, metavar="DIR", help=xrefs_help)
    layer_help = "of drawings: take this layer though it is off or frozen; may be repeated"
    add("--show-layer", action="append", type=_name, metavar="LAYER", help=layer_help)
    add("--rules", type=Path, metavar="FILE.toml", help="what layers and labels mean")
    kept = parser.add_mutually_exclusive_group()
    replace_help = "remove what the source had before and has no more (the default)"
    kept.add_argument("--replace", action="store_true", help=replace_help)
    kept.add_argument("--append", action="store_true", help="keep what the source had before")


def add_placement_options(parser: CommandParser) -> None:
    """Add how large a drawing is, and where it lies."""
    add = parser.add_argument
    units_help = f"the drawing's unit ({', '.join(sorted(METRES_PER_UNIT))}), or a PDF's scale (1:100)"
    add("--units", type=_units, metavar="UNIT", help=f"{units_help}, if the guess is wrong")
    control_help = "a point known in the drawing and on the earth; give two or three"
    add("--control", action="append", type=_control, metavar="X,Y=LON,LAT", help=control_help)
    add("--anchor", type=_pair, metavar="LON,LAT", help="where the drawing's origin lies")
    add("--origin", type=_pair, metavar="X,Y", help="the drawing point that lies at the anchor")
    add("--rotation", type=_number, metavar="DEG", help="turn the drawing counter-clockwise")
    add("--scale", type=_number, metavar="METRES", help="metres per drawing unit")


def add_run_options(parser: CommandParser) -> None:
    """Add what is written, and how much an import may take."""
    add = parser.add_argument
    add("--report", type=Path, metavar="FILE.json", help="write the whole report to this file")
    preview_help = "show what was understood, as a page or a picture; publish nothing"
    add("--preview", type=Path, metavar="FILE.html|FILE.png", help=preview_help)
    suggest_help = "write what was understood of a drawing as rules to edit; publish nothing"
    add("--suggest-rules", type=Path, metavar="FILE.toml", help=suggest_help)
    add("--dry-run", action="store_true", help="read and report, publish nothing")
    add("--recover", action="store_true", help="import what is left of a truncated file")
    add("--max-bytes", type=_count, default=_DEFAULT.bytes, metavar="N", help="refuse larger files")
    add("--max-entities", type=_count, default=_DEFAULT.entities, metavar="N", help="refuse larger drawings")
    seconds_help = "CPU time to read one PLAN; 60, more for large files"
    add("--max-seconds", type=_count, metavar="N", help=seconds_help)
    add("--max-memory", type=_count, metavar="MB", help="memory to read one PLAN; 800, more for large files")


def _units(text: str) -> str:
    if text not in METRES_PER_UNIT and parse_scale(text) is None:
        known = ", ".join(sorted(METRES_PER_UNIT))
        raise argparse.ArgumentTypeError(f"one of {known}, or a scale such as 1:100, is needed, not {text!r}")
    return text


def _name(text: str) -> str:
    if not text.strip() or text != make_visible(text):
        raise argparse.ArgumentTypeError("a name of signs that can be shown is needed")
    return text


def _number(text: str) -> float:
    number = float(text)
    if not abs(number) < 1e15:  # false for NaN as well
        raise argparse.ArgumentTypeError(f"a finite number is needed, not {text}")
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"at least 1 is needed, not {text}")
    return number


def _pair(text: str) -> tuple[float, float]:
    first, comma, second = text.partition(",")
    if not comma:
        raise argparse.ArgumentTypeError(f"two numbers with a comma are needed, not {text!r}")
    return _number(first), _number(second)


def _control(text: str) -> ControlPoint:
    drawing, equals, earth = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"X,Y=LON,LAT is needed, not {text!r}")
    return ControlPoint(*_pair(drawing), *_pair(earth))
