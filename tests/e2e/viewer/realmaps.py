"""Four maps to visit: the demo building, a university's building, a railway station and a campus."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from tests.databases import Database

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
TREES = Path(__file__).with_name("screenreader")
SPACE = "SELECT space_id, level FROM room_points WHERE text = '{}' ORDER BY ogc_fid LIMIT 1"


@dataclass(frozen=True)
class RealMap:
    """What a visitor does there: look for ``query`` and ``place``, and go ``to`` another one, by names of rooms.

    ``beyond`` is a room, or a position, that no route leads to; ``file`` is in the folder of sample data.
    """

    query: str
    place: str
    to: str
    beyond: str
    file: str | None = None

    @property
    def path(self) -> Path:
        """Where the file is."""
        assert self.file is not None
        return DATA / self.file

    def load(self, name: str) -> Database:
        """Return a new database with the map."""
        database = Database(f"imb_{name}_{os.getpid()}")
        database.create()
        database.manage("import_map", str(self.path))
        return database


MAPS = {
    "demo": RealMap("pharmacy", "0.002 Pharmacy", "2.026 Patient Room", "13.41,52.47,0"),
    "dresden": RealMap(
        "fachschaft",
        "E017 Fachschaftsrat Informatik",
        "3078",
        "13.72,51.02,0",
        "osm/tu-dresden-apb/APBorig.osm",
    ),
    "berlin": RealMap(
        "einstein", "DB Information", "DB Regio Nordost", "REWE City", "osm/berlin-hbf/berlin_hbf.osm"
    ),
    "campus": RealMap(
        "leto", "Classroom 102", "Auditorium 201", "Study Library", "imdf/spbstu-polytech/IMDFData.zip"
    ),
}


def find_place(database: Database, name: str) -> tuple[str, float]:
    """Return the place of a name as an address says it, and its level; a position is said as it is."""
    if re.fullmatch(r"[\d.]+,[\d.]+,\d", name):
        return name, float(name.rsplit(",", 1)[1])
    ((space, level),) = database.fetch(SPACE.format(name))
    return f"space:{space}", level


def compare_tree(name: str, tree: str) -> None:
    """Compare what screen readers find on a page with the file that is kept; with the variable ARIA, keep it anew.

    Left out are metres, which follow the network and which other tests measure, addresses, and what is announced in
    passing.
    """
    told = re.sub(r"\b[\d.]+(?= k?m\b)|(?<=http)\S+", "…", tree) + "\n"
    told = re.sub(r"^(  - status): .+$", r"\1", told, flags=re.MULTILINE)
    kept = TREES / f"{name}.yml"
    if os.environ.get("ARIA"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(told, "utf-8")
    before = kept.read_text("utf-8")
    assert [kept.name, *told.splitlines()] == [kept.name, *before.splitlines()]  # ARIA=1 keeps what is right
