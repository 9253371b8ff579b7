"""Each real file, imported twice: the second time changes nothing, and what is said fits on a screen."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pytest
from django.core.management import call_command

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
KINDS = {".dxf", ".dwg", ".pdf", ".shp", ".geojson", ".osm", ".pbf", ".zip"}
# Of which nothing can be imported: an elevation, a reference alone, and points without a name.
REFUSED = {"view-1.dxf", "EG.dxf", "tinynull.geojson"}
TAKEN = {"06-text-codes/EG.dxf"}
OPTIONS = {
    "american-farmhouse-A1.2-A1.3.pdf": {"page": [2]},
    "exported-plan-view.pdf": {"units": "1:50"},
    "blocks1.dxf": {"units": "m"},
}
MOST_LINES, MOST_ROWS, COLUMNS = 40, 60, 120
FILES = sorted(
    path
    for path in DATA.rglob("*")
    if path.suffix in KINDS
    and (path.name not in REFUSED or "/".join(path.parts[-2:]) in TAKEN)
    and not (path.suffix == ".geojson" and "truth" in path.name)
)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_same_file_again_changes_nothing(map_tables, path):
    def run():
        output = io.StringIO()
        call_command("import_map", str(path), stdout=output, no_color=True, **OPTIONS.get(path.name, {}))
        return output.getvalue()

    def fetch_versions():
        map_tables.execute("SELECT layer, version FROM layer_version ORDER BY layer")
        return map_tables.fetchall()

    first = run()
    versions = fetch_versions()
    again = run()
    print(f"{path.parent.name}/{path.name}: {len(again.splitlines())} lines, {again.splitlines()[-2]}")
    assert "Published: 0 rows inserted, 0 updated, 0 deleted" in again
    assert fetch_versions() == versions
    for said in (first, again):
        lengths = [len(line) for line in said.splitlines()]
        assert len(lengths) <= MOST_LINES
        assert sum(math.ceil(length / COLUMNS) for length in lengths) <= MOST_ROWS
