"""What any format is read into: a map that is not published yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from interactive_maps.importing.report import Report
from interactive_maps.mapdata.rows import LineRow, RoomRow


@dataclass(slots=True)
class MapDraft:
    """One source's rooms and lines, with the report of how they were read.

    ``source`` names the drawing (its file name unless the user says otherwise): publishing a draft
    replaces what the same source brought before, and nothing else.
    """

    source: str
    rooms: list[RoomRow] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    report: Report = field(default_factory=Report)
