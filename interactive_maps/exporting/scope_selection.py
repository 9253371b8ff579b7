"""Selection of the part of the map to export."""

from __future__ import annotations

from collections.abc import Sequence

from interactive_maps.exporting.export_error import ExportError
from interactive_maps.mapdata.bulk.export_scope import BuildingName, ExportScope
from interactive_maps.mapdata.bulk.map_export import MapSnapshot
from interactive_maps.ops.sentences import list_some


def choose_part(snapshot: MapSnapshot, source: str | None, building: str | None) -> ExportScope:
    """Return the part of the map that was imported as ``source``, or the building of that name or key in it.

    Raises ExportError, listing the choices, if the source or building does not exist or its name is ambiguous.
    """
    if source is not None and source not in (there := snapshot.list_sources()):
        raise ExportError(f"no source {source!r}. Existing sources: {list_some(there)}")
    if building is None:
        return ExportScope(source)
    buildings = [one for one in snapshot.list_buildings() if source in {None, one.origin}]
    return ExportScope(source, _find(buildings, building))


def _find(buildings: Sequence[BuildingName], wanted: str) -> BuildingName:
    folded = wanted.strip().casefold()
    found = [one for one in buildings if one.key == wanted]
    found = found or [one for one in buildings if folded in {name.casefold() for name in one.names.values()}]
    if len(found) == 1:
        return found[0]
    if found:
        keys = list_some([f"{one.key} (of {one.origin})" for one in found])
        raise ExportError(
            f"{len(found)} buildings are called {wanted!r}: choose one by --source or by key: {keys}"
        )
    there = [next(iter(one.names.values()), one.key or str(one.id)) for one in buildings]
    raise ExportError(f"no building {wanted!r}. Existing buildings: {list_some(there)}")
