"""What a link to the map shows, in words and as the address of a picture: for whoever previews a shared link."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from interactive_maps.mapdata.http.languages import choose_languages
from interactive_maps.mapdata.http.parameters import read_level
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.schema.labels import compose_label
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import InvalidParameter, MapError
from interactive_maps.texts.languages import choose_language
from interactive_maps.viewer.link_descriptions import describe
from interactive_maps.viewer.preview.parameters import LAYER_OF_KIND, PlaceRef, read_place, read_view

_TEXTS = Path(__file__).parent / "static" / "viewer" / "languages"
_MOST_LEVELS = 1_000
_MOST_LETTERS = 200

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """``title`` names place and floor, ``site`` the map; ``picture`` is an address of this server.

    ``description`` says on which floor and in which building it is, and what is there.

    ``texts`` are those of the page in ``language``.
    """

    title: str
    description: str
    site: str
    picture: str
    language: str
    texts: dict[str, Any]


def describe_link(request: HttpRequest) -> Link:
    """Return what the viewer's address shows. Whatever is wrong with it, or the database, is left out."""
    query = request.GET
    lang = query.get("lang")
    try:
        languages = choose_languages(lang, request.headers)
    except InvalidParameter:
        languages = choose_languages(None, request.headers)
    language = choose_language(languages)
    texts = _read_texts(language)
    place, level, more = _read_place(query), None, {}
    with suppress(InvalidParameter):
        level = read_level(query["level"]) if "level" in query else None
    with suppress(InvalidParameter):
        if "at" in query and read_view(query["at"]):
            more["at"] = query["at"]
    names: list[str] = []
    description = texts["search"]  # the whole map: the page itself waits for no database
    with suppress(MapError):  # the database is away
        item = _fetch_place(place, languages) if place else None
        if item is not None:
            label = compose_label(item.get("ref"), item.get("name")) or ""
            names.append(f"{texts['directions']}: {label}" if label and _is_destination(query) else label)
            more["place"] = f"{place.kind}:{place.key}" if place else ""
        shown = (item or {}).get("level") if level is None else level
        level_name = ""
        if shown is not None:
            level_name = _name_level(shown, (item or {}).get("building_id"), languages, texts)
            names.append(level_name)
        if item is not None or shown is not None:
            description = describe(item, shown, level_name, (language,))
    if level is not None:
        more["level"] = f"{level:g}"
    picture = reverse("preview") + (f"?{urlencode(more, safe=',:')}" if more else "")
    title = " · ".join(filter(None, names))[:_MOST_LETTERS] or texts["map"]
    return Link(title, description, texts["map"], request.build_absolute_uri(picture), language, texts)


def _list_selected(query: QueryDict) -> list[str]:
    return [f"{kind}:{query[kind]}" for kind in LAYER_OF_KIND if kind in query]


def _is_destination(query: QueryDict) -> bool:
    """Return whether the address shows directions to its place."""
    return "to" in query and not _list_selected(query)


def _read_place(query: QueryDict) -> PlaceRef | None:
    """Return the place that the address selects, else the one that its directions lead to."""
    for text in (*_list_selected(query), query.get("to", "")):
        with suppress(InvalidParameter):
            place = read_place(text)
            return place if isinstance(place, PlaceRef) else None
    return None


def _fetch_place(place: PlaceRef, languages: tuple[str, ...]) -> Item | None:
    layer = LAYERS[LAYER_OF_KIND[place.kind]]
    by_language = languages if "lang" in layer.filters else ()
    _, body = queries.fetch_item(LayerQuery(layer, languages=by_language), place.key)
    return json.loads(body) if body else None


def _name_level(level: float, building: int | None, languages: tuple[str, ...], texts: dict[str, Any]) -> str:
    query = LayerQuery(LAYERS["levels"], level=level, building=building, languages=languages)
    _, page = queries.fetch_page(query, Page(_MOST_LEVELS), ())
    items: list[Item] = json.loads(b"[" + page.items + b"]") if page else []
    names = {item["name"] for item in items}
    if len(names) == 1 and (name := names.pop()):
        return str(name)
    return str(texts["ground"] if level == 0 else texts["level"].replace("{level}", f"{level:g}"))


@cache
def _read_texts(language: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((_TEXTS / f"{language}.json").read_text(encoding="utf-8"))
    return texts
