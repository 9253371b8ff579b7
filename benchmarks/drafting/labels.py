"""Labels of rooms in one to five texts, in boxes and circles, with areas, heights and finishes beside them."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Polygon

from benchmarks.drafting.building import Room
from benchmarks.drafting.sheet import Points, Sheet
from benchmarks.recognising.truth import TrueRoom

_DOWN = np.array([0.0, -1.0])
_NAMES = {
    "en": {"room": "Office", "walkway": "Corridor", "stairs": "Stair", "elevator": "Lift", "restroom": "WC"},
    "de": {
        "room": "Büro",
        "walkway": "Flur",
        "stairs": "Treppenhaus",
        "elevator": "Aufzug",
        "restroom": "WC",
    },
    "fr": {
        "room": "Bureau",
        "walkway": "Circulation",
        "stairs": "Escalier",
        "elevator": "Ascenseur",
        "restroom": "Sanitaires",
    },
    "es": {
        "room": "Sala de reuniones",
        "walkway": "Pasillo",
        "stairs": "Escalera",
        "elevator": "Ascensor",
        "restroom": "Aseos",
    },
    "pt": {
        "room": "Sala de aula",
        "walkway": "Corredor",
        "stairs": "Escada",
        "elevator": "Elevador",
        "restroom": "Banheiro",
    },
    "ru": {
        "room": "Кабинет",
        "walkway": "Коридор",
        "stairs": "Лестница",
        "elevator": "Лифт",
        "restroom": "Туалет",
    },
    "zh": {"room": "办公室", "walkway": "走廊", "stairs": "楼梯", "elevator": "电梯", "restroom": "卫生间"},
}
_AREAS = {
    "en": "{:.1f} SF",
    "de": "NRF: {:.2f} m²",
    "fr": "S = {:.2f} m²",
    "es": "ÁREA: {:.2f} m²",
    "pt": "A={:.2f}m2",
    "ru": "{:.1f} м²",
    "zh": "{:.1f}㎡",
}


def draw_label(sheet: Sheet, room: Room, floor: Polygon) -> TrueRoom:
    """Write a room's label in the style, and return it as written."""
    place = shapely.get_coordinates(shapely.maximum_inscribed_circle(floor, 0.1))[0]
    number, name = room.number, room.name or _choose_name(sheet, room)
    kind = sheet.style.labels
    if kind == "none":
        number = name = ""
    elif kind == "number":
        name = ""
    if kind != "none":
        _WRITERS.get(kind, _write_two)(sheet, number, name, place, floor.area)
    area = Polygon(sheet.place(shapely.get_coordinates(floor.exterior)))
    holes = [sheet.place(shapely.get_coordinates(ring)) for ring in floor.interiors]
    area = Polygon(area.exterior, holes)
    return TrueRoom(number, name, area.representative_point(), area, room.category)


def _choose_name(sheet: Sheet, room: Room) -> str:
    """Return the name of a nameless room of a hard style, from its category."""
    if not sheet.style.clutter:
        return ""
    names = _NAMES[sheet.style.language]
    return names.get("stairs" if room.category == "steps" else room.category, names["room"])


def _write_two(sheet: Sheet, number: str, name: str, place: Points, _: float) -> None:
    tall = sheet.style.letter
    sheet.add_text("number", number, place - _DOWN * 0.9 * tall, tall)
    sheet.add_text("name", name, place + _DOWN * 0.9 * tall, tall)


def _write_one(sheet: Sheet, number: str, name: str, place: Points, _: float) -> None:
    sheet.add_text("name", "\n".join(filter(None, [number, name])), place, sheet.style.letter)


def _write_attributes(sheet: Sheet, number: str, name: str, place: Points, _: float) -> None:
    sheet.add_attributes({"ROOM_NUMBER": number, "ROOM_NAME": name}, place, sheet.style.letter)


def _write_number(sheet: Sheet, number: str, _: str, place: Points, __: float) -> None:
    sheet.add_text("number", number, place, sheet.style.letter)


def _write_area(sheet: Sheet, number: str, name: str, place: Points, area: float) -> None:
    """Write name, number and area below each other, the ceiling's height and the floor's level beside them."""
    tall = sheet.style.letter
    sheet.add_text("name", name, place - _DOWN * 1.7 * tall, tall)
    sheet.add_text("number", number, place, tall)
    sheet.add_text("name", _write_square(sheet, area), place + _DOWN * 1.5 * tall, 0.7 * tall)
    if area > 12:
        sheet.add_text("name", "h=2.70", place + _DOWN * 3.0 * tall, 0.7 * tall)
        sheet.add_text("name", "±0.00", place + np.array([1.2, -4.5 * tall]), 0.7 * tall)


def _write_boxed(sheet: Sheet, number: str, name: str, place: Points, _: float) -> None:
    tall = sheet.style.letter
    below = place + _DOWN * 1.2 * tall
    wide = max(0.42 * tall * 2 * len(number), 1.5 * tall)
    box = below + np.array([[-wide, -0.8], [wide, -0.8], [wide, 0.8], [-wide, 0.8]]) * np.array([1.0, tall])
    sheet.add_text("name", name, place - _DOWN * 0.9 * tall, tall)
    sheet.add_text("number", number, below, tall)
    if number:
        sheet.add_line("number", box, closed=True)


def _write_circled(sheet: Sheet, number: str, name: str, place: Points, area: float) -> None:
    tall = sheet.style.letter
    sheet.add_text("number", number, place, tall)
    sheet.add_arc("number", place, max(0.45 * tall * len(number) + 0.1, 0.25), 0.0, 2 * np.pi)
    sheet.add_text("name", name, place + _DOWN * 0.75, tall)
    sheet.add_text("name", f"{area:.2f}", place + _DOWN * (0.75 + 1.5 * tall), 0.8 * tall)


def _write_stamp(sheet: Sheet, number: str, name: str, place: Points, area: float) -> None:
    """Write a stamp of five lines: number, name, area, perimeter, floor finish."""
    tall = sheet.style.letter
    rows = [number, name, _write_square(sheet, area), f"U: {4 * area**0.5:.2f} m", "BB: Linoleum"]
    for row, text in enumerate(rows if area > 6 else rows[:3]):
        sheet.add_text("name", text, place + _DOWN * 1.5 * tall * (row - 1), tall if row < 2 else 0.7 * tall)


def _write_split(sheet: Sheet, number: str, name: str, place: Points, _: float) -> None:
    """Write every word of the name on a separate line, and the number below; a dash alone is no line."""
    tall = sheet.style.letter
    lines: list[str] = []
    for word in name.split():
        if lines and not any(map(str.isalnum, word)):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    for row, text in enumerate([*lines, number]):
        sheet.add_text("name", text, place + _DOWN * 1.6 * tall * (row - 1), tall)


def _write_square(sheet: Sheet, area: float) -> str:
    value = area / 0.3048**2 if sheet.style.language == "en" else area
    text = _AREAS[sheet.style.language].format(value)
    return text if sheet.style.language in {"en", "zh", "ru"} else text.replace(".", ",")


_WRITERS = {
    "one": _write_one,
    "attributes": _write_attributes,
    "number": _write_number,
    "area": _write_area,
    "boxed": _write_boxed,
    "circled": _write_circled,
    "stamp": _write_stamp,
    "split": _write_split,
}
