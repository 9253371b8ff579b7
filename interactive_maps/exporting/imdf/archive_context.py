"""Context of an archive: its levels, languages and the features of the selected building."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from interactive_maps.exporting.export_issues import ExportIssues
from interactive_maps.exporting.imdf.features import identify, is_marked, make_id
from interactive_maps.importing.draft.related_features import ADDRESS, MANIFEST, is_related, list_addresses
from interactive_maps.mapdata.bulk.export_scope import ExportScope
from interactive_maps.mapdata.bulk.map_export import MapSnapshot, Row

Place = tuple[str | None, float]
_OTHER_LAYERS = ("venues", "buildings", "levels", "spaces", "openings", "connectors", "points", "occupants")


class Frame:
    """The exported part of the map, and what all its collections need to know."""

    def __init__(
        self,
        snapshot: MapSnapshot,
        part: ExportScope,
        issues: ExportIssues,
        advance: Callable[[str, int], None],
    ) -> None:
        """Load the levels; everything else is read while it is written."""
        self.snapshot = snapshot
        self.part = part
        self.issues = issues
        self._advance = advance
        self.levels = list(snapshot.read("levels", part))
        self.made_levels: dict[Place, str] = {}
        self.manifests = [
            dict(row.properties) | {"origin": row.origin}
            for row in snapshot.read("source-features", part, kind=MANIFEST)
        ]
        self._ordinals = {identify("levels", level): level.level for level in self.levels}
        self._by_place: dict[tuple[str | None, float | None, str | None], str] = {}
        for level in self.levels:
            self._by_place.setdefault((level.origin, level.level, level.part), identify("levels", level))
            self._by_place.setdefault((level.origin, level.level, None), identify("levels", level))
        self._inside: set[str] | None = self._gather() if part.building else None

    def read(self, layer: str, collection: str | None = None, **equal: Any) -> Iterator[Row]:
        """Yield the rows of a layer; unmapped features only if they belong to the exported part."""
        for number, row in enumerate(self.snapshot.read(layer, self.part, **equal)):
            self._advance(collection or layer, number)
            if layer != "source-features" or self._belongs(row):
                yield row

    def choose_language(self, origin: str | None) -> str:
        """Return the language of room names."""
        said = next((one for one in self.manifests if one["origin"] == origin), {})
        return str(said.get("language") or "en")

    def ordinal_of(self, level: str | None) -> float | None:
        """Return the ordinal of a level by its id."""
        return self._ordinals.get(level or "")

    def find_level(self, row: Row, collection: str) -> str | None:
        """Return the id of a row's level; a level without a row is made."""
        if row.references.get("level_id"):
            return identify("levels", row.references["level_id"][0])
        if row.level is None:
            self.issues.note(collection, "on no level, and IMDF requires one: level_id is null", row.key)
            return None
        exact = self._by_place.get((row.origin, row.level, row.part))
        found = exact or self._by_place.get((row.origin, row.level, None))
        if found is None:
            place = (row.origin, row.level)
            found = self.made_levels.setdefault(place, make_id("level", row.origin, f"{row.level:g}"))
        return found

    def _gather(self) -> set[str]:
        """Return the ids of everything in the selected building, and of its addresses."""
        inside: set[str] = set()
        for layer in _OTHER_LAYERS:
            for row in self.snapshot.read(layer, self.part):
                if is_marked(row) and row.key:
                    inside |= {row.key, *list_addresses(row.properties)}
        for row in self.snapshot.read("source-features", self.part):
            if row.values["kind"] != ADDRESS and _is_related(row, inside):
                inside.update(list_addresses(row.properties))
        return inside

    def _belongs(self, row: Row) -> bool:
        return self._inside is None or _is_related(row, self._inside)


def _is_related(row: Row, keys: set[str]) -> bool:
    return is_related(row.values["kind"] or "", row.key or "", row.properties, keys)
