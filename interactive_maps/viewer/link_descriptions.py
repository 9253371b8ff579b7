"""What is at a place or on a floor, in a line: for whoever previews a shared link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from interactive_maps.mapdata.categories.table import Kind, list_wholes, load_table
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.category_counts import count_categories
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.schema.layers import LAYERS

Item = dict[str, Any]

_MOST_KINDS = 6
_MOST_BUILDINGS = 3  # named together
_MOST_LETTERS = 300


def describe(item: Item | None, level: float | None, level_name: str, languages: tuple[str, ...]) -> str:
    """Return floor, building, and what the place is; without a place, what the floor has.

    Raises MapError if the database cannot be read.
    """
    if item is None:
        there = ", ".join(kind.choose_label(languages) for kind in _list_kinds(level))
    else:
        there = _name_category(item.get("category"), languages)
    parts = (level_name, ", ".join(_name_buildings(item, languages)), there)
    return " · ".join(filter(None, parts))[:_MOST_LETTERS]


def _name_buildings(item: Item | None, languages: tuple[str, ...]) -> list[str]:
    """Return the name of a place's building; without a place, of all buildings if they are few."""
    key = (item or {}).get("building_id")
    if item is not None and key is None:
        return []
    page = Page(1, after=key - 1) if key is not None else Page(_MOST_BUILDINGS + 1)
    _, found = queries.fetch_page(LayerQuery(LAYERS["buildings"], languages=languages), page, ())
    buildings: list[Item] = json.loads(b"[" + found.items + b"]") if found else []
    names = [one["name"] for one in buildings if one.get("name") and key in {None, one["id"]}]
    return names if len(names) <= _MOST_BUILDINGS else []


def _name_category(category: str | None, languages: tuple[str, ...]) -> str:
    table = load_table()
    kinds = {name: kind for kind in reversed(table.kinds) for name in kind.categories}
    kinds |= {kind.categories[0]: kind for kind in table.kinds}  # the narrowest kind, as the page says it
    wholes = list_wholes((category or "").casefold()[:_MOST_LETTERS])
    kind = next((kinds[whole] for whole in wholes if whole in kinds), None)
    return kind.choose_label(languages) if kind else ""


def _list_kinds(level: float | None) -> list[Kind]:
    """Return some kinds of places on a level, the most wanted first."""
    return list(_find_kinds(level))[:_MOST_KINDS]


def _find_kinds(level: float | None) -> Iterator[Kind]:
    counts = count_categories(level)
    for kind in load_table().kinds:
        if any(counts.get(category) for category in kind.categories):
            yield kind
