"""What any format is read into: a map that is not published yet."""

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
    """One source's map, with the report of how it was read.

    ``source`` names the file (its name unless the user says otherwise): publishing a draft replaces what the same
    source brought before, and nothing else. ``rooms`` and ``lines`` are what the tables of the deployment guide
    hold, whatever the format; the other lists stay empty where a format knows no such things. ``network`` are lines
    to walk on, as drawn: not part of the base floor, and not yet split where they meet. Where there are any, nothing
    else is walked on; ``walked`` lines join what is walked on in spaces. ``nodes`` and ``edges`` are what people can
    walk on, made of those lines and of spaces and openings. ``drawn`` is what the drawing shows,
    kept only for a preview.
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
