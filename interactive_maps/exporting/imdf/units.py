"""Units and openings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from interactive_maps.exporting.collections import draw
from interactive_maps.exporting.imdf.archive_context import Frame
from interactive_maps.exporting.imdf.features import (
    identify,
    is_marked,
    make_accessibility,
    make_feature,
    make_label,
)
from interactive_maps.exporting.imdf.opening_lines import draw_opening_line
from interactive_maps.exporting.imdf.source_overlay import restore_opening, restore_unit
from interactive_maps.importing.draft.related_features import list_texts
from interactive_maps.importing.formats.imdf.archive.schemas import RESTRICTIONS, UNIT_CATEGORIES
from interactive_maps.importing.rules.space_fields import make_imdf_fields
from interactive_maps.mapdata.bulk.map_export import Row
from interactive_maps.mapdata.categories.table import load_table

Feature = dict[str, Any]
# OpenStreetMap's access values, as IMDF restrictions.
_RESTRICTIONS = {
    **{word: word for word in RESTRICTIONS},
    **dict.fromkeys(("private", "no", "employees", "staff", "official"), "employeesonly"),
    **dict.fromkeys(("permit", "customers", "members", "students", "residents"), "restricted"),
}
_CONTROLS = frozenset(
    {
        *("badgereader", "fingerprintreader", "guard", "keyaccess", "outofservice", "passwordaccess"),
        *("retinascanner", "voicerecognition"),
    }
)
_DOORS = frozenset({"movablepartition", "open", "revolving", "shutter", "sliding", "swinging", "turnstile"})


def list_units(frame: Frame) -> Iterator[Feature]:
    """Yield the spaces."""
    for row in frame.read("spaces", "unit"):
        yield restore_unit(row, frame) if is_marked(row) else _make_unit(row, frame)


def _make_unit(row: Row, frame: Frame) -> Feature:
    values = row.values
    category = values["category"] or "unspecified"
    category = load_table().imdf.get(category, category)
    if category not in UNIT_CATEGORIES:
        frame.issues.note("unit", f"IMDF has no category {category}", row.key)
    name, other = _name(row)
    properties = {
        "category": category,
        "restriction": _RESTRICTIONS.get(values["access"] or ""),
        "accessibility": make_accessibility(values["step_free"]),
        "name": make_label(name),
        "alt_name": make_label(other),
        "level_id": frame.find_level(row, "unit"),
        "display_point": draw(values["display_point"]),
        **make_imdf_fields(values),
    }
    return make_feature("unit", identify("spaces", row), draw(row.geometry), properties)


def _name(row: Row) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the names and alternative names of a space; its number stands in for a missing name.

    A renamed room names its space, unless the space was renamed itself.
    """
    names, ref, room = row.values["names"] or {}, row.values["ref"], row.values["room"]
    aliases = row.values["aliases"] or []
    first = next(iter(names.values()), "")
    titles = {*names.values(), ref, *aliases, f"{ref} {first}", f"{first} {ref}", f"{ref} ({first})"}
    if room and room not in titles and {*names.values()} <= set(list_texts(row.properties)):
        if first and first in room and ref and ref in room:
            return names, {"": ref}
        return {"": room}, {"": ref} if ref else {}
    if not names:
        return ({"": ref} if ref else {}), ({"": aliases[0]} if aliases else {})
    other = ref or next(iter(aliases), None)
    return names, {"": other} if other else {}


def list_openings(frame: Frame) -> Iterator[Feature]:
    """Yield the openings; one that is a point on the map becomes a line."""
    for row in frame.read("openings", "opening"):
        yield restore_opening(row, frame) if is_marked(row) else _make_opening(row, frame)


def _make_opening(row: Row, frame: Frame) -> Feature:
    values = row.values
    line, is_certain = draw_opening_line(row.geometry, values["outline"], values["width"])
    if not is_certain:
        frame.issues.note(
            "opening", "a point on no unit's outline: drawn as a line from west to east", row.key
        )
    kind = values["kind"] if values["kind"] in _DOORS else None
    door = {"type": kind, "automatic": values["automatic"], "material": None}
    controls = [word for word in (values["access"] or "").split(";") if word in _CONTROLS]
    properties = {
        "category": values["category"] or "pedestrian",
        "accessibility": make_accessibility(values["step_free"]),
        "access_control": controls or None,
        "door": door if any(said is not None for said in door.values()) else None,
        "name": make_label(values["names"]),
        "alt_name": None,
        "display_point": None,
        "level_id": frame.find_level(row, "opening"),
    }
    return make_feature("opening", identify("openings", row), draw(line), properties)
