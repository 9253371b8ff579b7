"""The map draft: a map, read from any format, that is not published yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from interactive_maps.importing.draft.drawn_layer import DrawnLayer
from interactive_maps.importing.draft.walked_line import WalkedLine
from interactive_maps.importing.reporting.report import Report
from interactive_maps.mapdata.edits.features import (
    Building,
    Connector,
    Level,
    Occupant,
    Opening,
    PointOfInterest,
    Space,
    UnmappedFeature,
    Venue,
)
from interactive_maps.mapdata.edits.rows import EdgeRow, LineRow, NodeRow, RoomRow


@dataclass(slots=True)
class MapDraft:
    """The map of one source, with the report of its reading.

    ``source`` names the file (its file name by default): publishing a draft replaces what the same source imported
    before, and nothing else. ``rooms`` and ``lines`` are the contents of the deployment guide's tables, for any
    format; the other lists are empty if a format has no such features. ``network`` holds drawn lines to walk along,
    which are not part of the base floor and not yet split at crossings. If there are any, only they make the network;
    otherwise ``walked`` lines add to what is derived from spaces. ``nodes`` and ``edges`` are the walkable network,
    made of those lines and of spaces and openings. ``drawn`` holds the lines of the drawing for the preview.
    """

    source: str
    rooms: list[RoomRow] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    venues: list[Venue] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    connectors: list[Connector] = field(default_factory=list)
    points: list[PointOfInterest] = field(default_factory=list)
    occupants: list[Occupant] = field(default_factory=list)
    unmapped: list[UnmappedFeature] = field(default_factory=list)
    network: list[LineRow] = field(default_factory=list)
    walked: list[WalkedLine] = field(default_factory=list)
    nodes: list[NodeRow] = field(default_factory=list)
    edges: list[EdgeRow] = field(default_factory=list)
    drawn: list[DrawnLayer] = field(default_factory=list)
    report: Report = field(default_factory=Report)
