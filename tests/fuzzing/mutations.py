"""Mutations of a file that keep its structure, so that they get past the parser; and some of its bytes."""

from __future__ import annotations

import html
import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from tests.fuzzing.samples import Sample

_NUMBERS = (
    *(0, -1, 1, 0.5, -0.0, 1e-308, 1e15, 1e308, -1e308, 10**400, -(10**400), 2**63, 2**31, -(2**63) - 1),
    *(float("nan"), float("inf"), float("-inf"), 181, 90.0000001, 500, 999.5, 12345678901234567890),
)
_TEXTS = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e400",
        "nan",
        "inf",
        "-0",
        "٣",
        "1_000",
        "0x10",
        "1;2;3",
        "-500--499",
        "0-199",
        "1,5",
        "9" * 400,
    ),
    *(
        "\ud800",
        "a\udfffb",
        "\x00",
        "a\x00b",
        "\u202eevil",
        "\u2028",
        "x" * 3000,
        "é" * 700,
        "𝟙",
        "\uffff",
        "\x1b[31m",
        "%%d%%c",
    ),
    *(
        "\\U+D800",
        "\\P\\P",
        "{\\f",
        "yes",
        "no",
        "elevator",
        "stairs",
        "way/10",
        "room",
        "%s",
        "'; --",
        "../../etc",
        "A" * 70000,
    ),
)
_VALUES: tuple[Any, ...] = (
    *_NUMBERS,
    *_TEXTS,
    True,
    False,
    None,
    [],
    {},
    [[]],
    [None],
    {"": ""},
    [1, "a"],
    {"id": 1},
)
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_MOST_MUTATIONS = 3
_SHARE_OF_BYTES = 0.08


def mutate(sample: Sample, chance: random.Random) -> bytes:
    """Return the sample's content after one to three mutations."""
    content = sample.content
    for _ in range(chance.randint(1, _MOST_MUTATIONS)):
        by_structure = _BY_STRUCTURE.get(sample.form)
        if by_structure is None or chance.random() < _SHARE_OF_BYTES:
            content = mutate_bytes(content, chance)
        else:
            content = by_structure(content, chance)
    return content


def mutate_bytes(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with some flipped, cut out, repeated, put in, or the rest cut off."""
    if not content:
        return chance.randbytes(8)
    at = chance.randrange(len(content))
    end = min(at + int(chance.paretovariate(0.7)), len(content))
    before, middle, after = content[:at], content[at:end], content[end:]
    exchanged: tuple[Callable[[], bytes], ...] = (
        lambda: bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 : end],
        lambda: b"",
        lambda: middle * 2,
        lambda: chance.randbytes(min(len(middle), 4096)),
        lambda: str(chance.choice(_VALUES)).encode("utf-8", "surrogatepass") + middle,
    )
    if chance.random() < 0.05:
        return before
    return before + chance.choice(exchanged)() + after


def mutate_json(content: bytes, chance: random.Random) -> bytes:
    """Return a JSON document with one value exchanged, repeated, nested, moved or left out."""
    try:
        document = json.loads(content)
        places = _list_places(document)
        if places:
            _mutate_value(places, chance)
        return json.dumps(document).encode()
    except (ValueError, RecursionError, AttributeError, TypeError):  # no JSON any more, or put into itself
        return mutate_bytes(content, chance)


def _mutate_value(places: Sequence[tuple[Any, Any]], chance: random.Random) -> None:
    holder, name = chance.choice(places)
    way = chance.randrange(10)
    if way == 0:
        del holder[name]
    elif way == 1:
        other, elsewhere = chance.choice(places)
        holder[name] = other[elsewhere]
    elif way == 2:
        for _ in range(chance.choice((1, 3, 70))):
            holder[name] = [holder[name]]
    elif way == 3 and isinstance(holder, list):
        holder.insert(name, holder[name])
    elif way == 3:
        holder[str(chance.choice(_TEXTS))] = holder.pop(name)
    elif way == 4:  # what a reader does with a value shows where all features have it
        value = chance.choice(_VALUES)
        for other, elsewhere in places:
            if elsewhere == name and isinstance(other, dict) and elsewhere in other:
                other[elsewhere] = value
    else:
        holder[name] = chance.choice(_VALUES)


def _list_places(document: Any) -> list[tuple[Any, Any]]:
    places: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting:
        holder = waiting.pop()
        for name in list(holder) if isinstance(holder, dict) else range(len(holder)):
            places.append((holder, name))
            if isinstance(holder[name], dict | list):
                waiting.append(holder[name])
    return places


def mutate_xml(content: bytes, chance: random.Random) -> bytes:
    """Return XML with an attribute's value exchanged, or an element repeated, moved or left out."""
    text = content.decode("utf-8", "surrogateescape")
    if chance.random() < 0.3:
        lines = re.split(r"(?<=>)", text)
        at = chance.randrange(len(lines))
        line = lines.pop(at)
        for _ in range(chance.choice((0, 1, 2, 50))):
            lines.insert(chance.randrange(len(lines) + 1), line)
        return "".join(lines).encode("utf-8", "surrogateescape")
    values = list(_ATTRIBUTE.finditer(text))
    if not values:
        return mutate_bytes(content, chance)
    match = chance.choice(values)
    value = chance.choice(values)[1] if chance.random() < 0.4 else html.escape(str(chance.choice(_VALUES)))
    mutated = text[: match.start(1)] + value + text[match.end(1) :]
    return mutated.encode("utf-8", "replace")


def mutate_dxf(content: bytes, chance: random.Random) -> bytes:
    """Return a DXF with a tag's value or code exchanged, or tags and whole records repeated, moved or left out."""
    lines = content.split(b"\n")
    count = len(lines) // 2
    if count < 4:
        return mutate_bytes(content, chance)
    at = 2 * chance.randrange(count)
    end = _find_record_end(lines, at) if chance.random() < 0.4 else at + 2
    match chance.randrange(6):
        case 0:
            del lines[at:end]
        case 1:
            lines[at:at] = lines[at:end] * chance.choice((1, 2, 40))
        case 2:
            goal = 2 * chance.randrange(count)
            lines[goal:goal] = lines[at:end]
        case 3:
            lines[at] = str(
                chance.choice((0, 1, 5, 10, 40, 66, 70, 71, 72, 90, 100, 999, 1071, -1, 10**9))
            ).encode()
        case 4:
            other = 2 * chance.randrange(count)
            lines[at + 1] = lines[other + 1]
        case _:
            lines[at + 1] = str(chance.choice(_VALUES)).encode("utf-8", "surrogatepass").replace(b"\n", b"")
    return b"\n".join(lines)


def _find_record_end(lines: list[bytes], at: int) -> int:
    end = at + 2
    while end < len(lines) and lines[end].strip() != b"0" and end - at < 400:
        end += 2
    return end


def mutate_zip(content: bytes, chance: random.Random) -> bytes:
    """Return an archive with a member mutated, renamed, repeated, emptied or left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # an earlier mutation broke it
        return mutate_bytes(content, chance)
    if not members:
        return mutate_bytes(content, chance)
    at = chance.randrange(len(members))
    name, text = members[at]
    match chance.randrange(10):
        case 0:
            del members[at]
        case 1:
            members.append((name, text))
        case 2:
            members[at] = (
                chance.choice(
                    (
                        "../x.geojson",
                        "a/b/unit.geojson",
                        "UNIT.GEOJSON",
                        "manifest.json",
                        "x\ud83d.geojson".encode("utf-8", "replace").decode(),
                        "/",
                        ".geojson",
                    )
                ),
                text,
            )
        case 3:
            members[at] = (name, mutate_bytes(text, chance))
        case _:
            members[at] = (name, mutate_json(text, chance))
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that are used twice
        for own, data in members:
            archive.writestr(own, data)
    return packed.getvalue()


_BY_STRUCTURE: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "json": mutate_json,
    "osm": mutate_xml,
    "dxf": mutate_dxf,
    "zip": mutate_zip,
}
