"""OpenStreetMap files for tests, made in a few lines: a grid of nodes a few metres apart, and ways along them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import osm
from interactive_maps.importing.options import ReadOptions

STEP = 0.0001  # about ten metres


@dataclass
class OsmFile:
    """An OpenStreetMap file in the making; ids count from 1 for each kind."""

    elements: list[str] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)

    def node(self, x: float, y: float, *, element_id: int | None = None, **tags: str) -> int:
        """Add a node ``x`` and ``y`` steps from the origin, and return its id."""
        place = f'lat="{50 + y * STEP:.7f}" lon="{10 + x * STEP:.7f}"'
        return self._add("node", place, "", tags, element_id)

    def way(self, nodes: list[int], *, element_id: int | None = None, **tags: str) -> int:
        """Add a way along nodes, and return its id."""
        return self._add("way", "", "".join(f'<nd ref="{node}"/>' for node in nodes), tags, element_id)

    def relation(self, members: list[tuple[str, int, str]], **tags: str) -> int:
        """Add a relation of (kind, id, role), and return its id."""
        body = "".join(f'<member type="{kind}" ref="{one}" role="{role}"/>' for kind, one, role in members)
        return self._add("relation", "", body, tags, None)

    def square(self, x: float, y: float, side: float = 1, **tags: str) -> tuple[int, list[int]]:
        """Add a closed way around a square with its lower left corner at x, y; return its id and its corners."""
        corners = [self.node(x + dx * side, y + dy * side) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))]
        return self.way([*corners, corners[0]], **tags), corners

    def text(self) -> str:
        """Return the file's XML."""
        return f'<?xml version="1.0"?>\n<osm version="0.6">\n{chr(10).join(self.elements)}\n</osm>'

    def _add(
        self, kind: str, attributes: str, body: str, tags: dict[str, str], element_id: int | None
    ) -> int:
        if element_id is None:
            element_id = self._ids[kind] = self._ids.get(kind, 0) + 1
        for key, value in tags.items():
            body += f"<tag k={quoteattr(key.replace('__', ':'))} v={quoteattr(value)}/>"
        self.elements.append(f'<{kind} id="{element_id}" version="1" {attributes}>{body}</{kind}>')
        return element_id


def read_osm(file: OsmFile | str | bytes, folder: Path, **options: Any) -> MapDraft:
    """Write the file and read it as the importer does."""
    content = file.text() if isinstance(file, OsmFile) else file
    path = folder / "plan.osm"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return osm.read(path, replace(ReadOptions(), **options))


def reasons(draft: MapDraft, about: str = "skipped") -> dict[str, str]:
    """Return the remarks of one list by their ids."""
    return {remark.id: remark.reason for remark in getattr(draft.report, about)}
