"""Feature index: positions of rooms, spaces, points and occupants, and the features of a category."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from interactive_maps.mapdata.categories.room_names import is_private
from interactive_maps.mapdata.categories.table import list_memberships
from interactive_maps.mapdata.schema.labels import compose_label
from interactive_maps.routing.network.closures import ClosureKind
from interactive_maps.routing.network.opening_hours import Hours
from interactive_maps.routing.waypoints.level_names import LevelNames, choose_name, read_names

NO_KEY = np.iinfo(np.int64).min
Columns = Mapping[str, Any]

# Kind of waypoint -> its layer.
LAYER_OF_KIND = {
    "room": "rooms",
    "space": "spaces",
    "point": "points",
    "occupant": "occupants",
    "building": "buildings",
}
CATEGORISED = ("space", "point", "occupant", "room")
# Values of access, as OpenStreetMap and IMDF have them, for what is not for everybody.
_FOR_FEW = frozenset({"private", "no", "permit", "staff", "employees", "employeesonly", "restricted"})


@dataclass(frozen=True, slots=True)
class FeatureLocation:
    """A feature's point (longitude, latitude), level and space; None if unknown. A building's are not known here."""

    point: tuple[float, float] | None
    level: float | None
    space: int | None


class FeatureIndex:
    """Finds features by kind and id; built from the layers' columns, by layer name."""

    def __init__(self, layers: Mapping[str, Columns]) -> None:
        self._layers = layers

    def find(self, kind: str, key: int) -> FeatureLocation | None:
        """Return the feature's location, or None if it does not exist."""
        layer = LAYER_OF_KIND[kind]
        row = self._find_row(layer, key)
        if row is not None and kind == "building":
            return FeatureLocation(None, None, None)
        return None if row is None else self._locate(kind, self._layers[layer], row)

    def find_category(self, category: str, *, private: bool = False) -> list[tuple[str, int]]:
        """Return kind and id of everything of that category, or of a part of it (``restroom.female``).

        What is not for everybody is left out where there is anything else, unless ``private`` wants it.
        """
        found = self._categories.get(category.casefold(), [])
        public = [target for target, is_public in found if is_public]
        return public if public and not private else [target for target, _ in found]

    def list_categories(self) -> list[str]:
        """Return the categories that anything is of, or is a part of."""
        return list(self._categories)

    def find_private(self, categories: Iterable[str]) -> frozenset[tuple[str, int]]:
        """Return kind and id of everything of these categories that is not for everybody."""
        listed = (one for name in categories for one in self._categories.get(name.casefold(), []))
        return frozenset(target for target, is_public in listed if not is_public)

    def read_category(self, kind: str, key: int) -> str | None:
        """Return the category of a feature."""
        layer = LAYER_OF_KIND[kind]
        row = self._find_row(layer, key)
        category: str | None = None if row is None else self._layers[layer]["category"][row]
        return category

    def read_opening_category(self, key: int) -> str | None:
        """Return the category of an opening."""
        row = self._find_row("openings", key)
        category: str | None = None if row is None else self._layers["openings"]["category"][row]
        return category

    def find_level_name(
        self, level: float, languages: Sequence[str], building: int | None = None
    ) -> str | None:
        """Return the level's name in the building; None if it is unknown or differs between buildings."""
        return self._level_names.find(level, building, languages)

    def find_building(self, space: int) -> int | None:
        """Return the key of a space's building."""
        row = self._find_row("spaces", space)
        building = NO_KEY if row is None else int(self._layers["spaces"]["building_id"][row])
        return None if building == NO_KEY else building

    def find_name(self, layer: str, key: int, languages: Sequence[str]) -> str | None:
        """Return the name of a row of a layer."""
        row = self._find_row(layer, key)
        return None if row is None else self.read_name(layer, row, languages)

    def read_name(self, layer: str, row: int, languages: Sequence[str]) -> str | None:
        """Return the name in a row of a layer; ``row`` counts from 0."""
        columns = self._layers[layer]
        if layer == "rooms":
            text: str | None = columns["text"][row]
            return text
        name = choose_name(read_names(columns["names"][row]), languages)
        return compose_label(columns["ref"][row], name) if "ref" in columns else name

    def list_columns(self, layer: str) -> Columns:
        """Return the columns of a layer."""
        return self._layers[layer]

    def find_target(self, kind: str, key: int) -> FeatureLocation | None:
        """Return the location of a closure's target, for spaces, openings and connectors."""
        layer = f"{kind}s"
        row = self._find_row(layer, key)
        if row is None:
            return None
        return self._locate(kind, self._layers[layer], row)

    def list_hours(self) -> Iterator[Hours]:
        """Yield the opening hours of spaces, openings and connectors that have any."""
        spaces = self._layers["spaces"]
        yield from self._read_hours("space", spaces, spaces["opening_hours"])
        kinds: tuple[ClosureKind, ...] = ("opening", "connector")
        for kind in kinds:
            columns = self._layers[f"{kind}s"]
            texts = [
                read_names(text).get("opening_hours") if text else None for text in columns["properties"]
            ]
            yield from self._read_hours(kind, columns, texts)

    def _read_hours(
        self, kind: ClosureKind, columns: Columns, texts: Sequence[str | None]
    ) -> Iterator[Hours]:
        for row, text in enumerate(texts):
            if text:
                yield Hours(kind, int(columns["ogc_fid"][row]), text, self._place(kind, columns, row))

    @cached_property
    def nodes_by_space(self) -> dict[int, list[int]]:
        """Return the numbers of the nodes in each space."""
        nodes = self._layers["nav-nodes"]
        found: dict[int, list[int]] = {}
        for number, space in zip(nodes["ogc_fid"].tolist(), nodes["space_id"].tolist(), strict=True):
            if space != NO_KEY:
                found.setdefault(space, []).append(number)
        return found

    @cached_property
    def _categories(self) -> dict[str, list[tuple[tuple[str, int], bool]]]:
        """Return by category kind and id of what is of it, and whether that is for everybody."""
        found: dict[str, dict[tuple[str, int], bool]] = {}
        for kind in CATEGORISED:
            columns = self._layers[LAYER_OF_KIND[kind]]
            for row, category in enumerate(columns["category"]):
                if category:
                    target, is_public = (
                        self._find_visited(kind, row),
                        self._is_public(LAYER_OF_KIND[kind], row),
                    )
                    is_step_free = "step_free" in columns and columns["step_free"][row] is True
                    for whole in list_memberships(category.casefold(), is_step_free=is_step_free):
                        known = found.setdefault(whole, {})
                        known[target] = known.get(target, True) and is_public
        return {category: list(targets.items()) for category, targets in found.items()}

    def _find_visited(self, kind: str, row: int) -> tuple[str, int]:
        """Return kind and id of what one goes to: a room that is a space is that space."""
        columns = self._layers[LAYER_OF_KIND[kind]]
        space = self._find_space(kind, columns, row) if kind == "room" else None
        if space is not None and self._find_row("spaces", space) is not None:
            return "space", space
        return kind, int(columns["ogc_fid"][row])

    def _is_public(self, layer: str, row: int) -> bool:
        columns = self._layers[layer]
        access = columns["access"][row] if "access" in columns else None
        if access and access.casefold() in _FOR_FEW:
            return False
        name = self.read_name(layer, row, ())
        return name is None or not is_private(name)

    @cached_property
    def _level_names(self) -> LevelNames:
        return LevelNames(self._layers["levels"])

    def _find_row(self, layer: str, key: int) -> int | None:
        keys = self._layers[layer]["ogc_fid"]
        row = int(np.searchsorted(keys, key))
        return row if row < len(keys) and keys[row] == key else None

    def _locate(self, kind: str, columns: Columns, row: int) -> FeatureLocation:
        level = float(columns["level"][row])
        return FeatureLocation(
            self._place(kind, columns, row),
            level if math.isfinite(level) else None,
            self._find_space(kind, columns, row),
        )

    def _place(self, kind: str, columns: Columns, row: int) -> tuple[float, float] | None:
        point = columns["display_point" if kind == "space" else "wkb_geometry"][row]
        longitude, latitude = float(point[0]), float(point[1])
        return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None

    def _find_space(self, kind: str, columns: Columns, row: int) -> int | None:
        if kind == "space":
            return int(columns["ogc_fid"][row])
        if "space_id" in columns:
            space = int(columns["space_id"][row])
            return None if space == NO_KEY else space
        spaces = columns["space_ids"][row] if "space_ids" in columns else None
        return spaces[0] if spaces else None
