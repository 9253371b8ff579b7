"""Buildings of a draft: the features in each, selection of one, and naming one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.related_features import keep_related
from interactive_maps.importing.input_error import InputError
from interactive_maps.mapdata.edits.features import Building, Connector, Level, Opening, PointOfInterest
from interactive_maps.mapdata.edits.rows import NAMED, EdgeRow, LineRow, NodeRow
from interactive_maps.ops.sentences import list_some


def find_parts(draft: MapDraft) -> dict[str, str]:
    """Return the key of each feature's building by the feature's key, without features outside of buildings."""
    parts = {building.key: building.key for building in draft.buildings}
    parts |= {level.key: level.buildings[0] for level in draft.levels if len(level.buildings) == 1}
    parts |= {space.key: space.building for space in draft.spaces if space.building}
    parts |= {room.key: parts[room.home] for room in draft.rooms if room.home in parts}
    parts |= {point.key: point.building for point in draft.points if point.building}
    joins: list[Opening | Connector | PointOfInterest] = [*draft.openings, *draft.connectors, *draft.points]
    for joined in joins:
        homes = [parts[space] for space in joined.spaces if space in parts]
        if homes:
            parts[joined.key] = homes[0]
    parts |= {o.key: parts[o.space] for o in draft.occupants if o.space in parts}
    network_rows: list[NodeRow | EdgeRow] = [*draft.nodes, *draft.edges]
    for row in network_rows:
        places = (row.space, row.opening, row.connector)
        if home := next((parts[place] for place in places if place in parts), None):
            parts[row.key] = home
    return parts


def keep_building(draft: MapDraft, wanted: str) -> str:
    """Drop everything outside of the building with the key or name ``wanted``, and return its key.

    Raises InputError if there is no such building, or if several have this name.
    """
    building = _choose(draft, wanted)
    parts = find_parts(draft)
    inside = {key for key, part in parts.items() if part == building.key}
    draft.buildings = [building]
    draft.venues = [venue for venue in draft.venues if venue.key == building.venue]
    draft.levels = [level for level in draft.levels if not level.buildings or building.key in level.buildings]
    for name in ("spaces", "openings", "connectors", "points", "occupants", "rooms", "nodes", "edges"):
        setattr(draft, name, [feature for feature in getattr(draft, name) if feature.key in inside])
    draft.lines = list(_keep_lines(draft.lines, inside, building))
    draft.network = list(_keep_lines(draft.network, inside, building))
    kept = (draft.venues, draft.buildings, draft.levels, draft.spaces, draft.openings)
    others = (draft.connectors, draft.points, draft.occupants)
    draft.unmapped = keep_related(draft.unmapped, chain(*kept, *others))
    return building.key


def _choose(draft: MapDraft, wanted: str) -> Building:
    folded = wanted.strip().casefold()
    found = [b for b in draft.buildings if b.key == wanted]
    found = found or [b for b in draft.buildings if folded in {name.casefold() for name in b.names.values()}]
    if len(found) == 1:
        return found[0]
    if found:
        keys = list_some([building.key for building in found])
        raise InputError(
            draft.source,
            "--building",
            f"{len(found)} buildings are called {wanted!r}: choose one by id: {keys}",
        )
    known = [next(iter(b.names.values()), b.key) for b in draft.buildings]
    reason = f"no building {wanted!r}. Existing buildings: {list_some(known)}"
    raise InputError(draft.source, "--building", reason)


def _keep_lines(lines: Iterable[LineRow], inside: Collection[str], building: Building) -> Iterable[LineRow]:
    for line in lines:
        if (
            line.key in inside
            or line.key.rpartition("/")[2] in inside
            or (building.geometry is not None and building.geometry.intersects(line.geometry))
        ):
            yield line


def name_building(drafts: Sequence[MapDraft], name: str) -> MapDraft:
    """Make drawings, which have no buildings, the levels of the building called ``name``.

    Returns the building as a separate draft, because the drawings share it.
    """
    building = Building(key=f"building:{name.strip().casefold()}", names={"": name.strip()})
    for draft in drafts:
        draft.levels = [replace(level, buildings=(building.key,)) for level in draft.levels]
        draft.spaces = [replace(space, building=building.key) for space in draft.spaces]
        draft.rooms = [replace(room, building=building.key) for room in draft.rooms]
    return MapDraft(source=NAMED, buildings=[building])


def add_level(draft: MapDraft, name: str | None) -> None:
    """Add the level of a drawing to its draft, called ``name`` if that is known."""
    if draft.report.level is not None and not draft.levels:
        draft.levels = [Level("level", draft.report.level, {"": name} if name else {})]
    elif name and not draft.buildings:
        draft.levels = [replace(level, names=level.names or {"": name}) for level in draft.levels]
