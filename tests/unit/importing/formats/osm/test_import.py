"""``manage.py import_map FILE.osm`` up to the moment of publishing."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from .files import OsmFile


def test_a_dry_run_says_what_was_found(tmp_path):
    file = OsmFile()
    file.square(0, 0, 10, building="yes")
    file.square(1, 1, indoor="room", level="0", ref="1")
    file.square(3, 3, indoor="room", level="1", ref="2")
    path = tmp_path / "house.osm"
    path.write_text(file.text())
    out = StringIO()
    call_command("import_map", str(path), dry_run=True, stdout=out)
    assert "house.osm: levels 2, 2 rooms, 3 lines" in out.getvalue()
    assert "building 1, space 2" in out.getvalue()


def test_one_building_of_two_is_counted_alone(tmp_path):
    file = OsmFile()
    for x, name in ((0, "North"), (20, "South")):
        file.square(x, 0, 10, building="yes", name=name)
        file.square(x + 1, 1, indoor="room", level="0", ref=name[0])
    file.square(3, 3, indoor="room", level="0", ref="N2")
    file.node(1, 1, door="yes", level="0")
    path, report = tmp_path / "house.osm", tmp_path / "report.json"
    path.write_text(file.text())
    out = StringIO()
    call_command("import_map", str(path), dry_run=True, building="South", report=report, stdout=out)
    assert "house.osm: levels 1, 1 rooms, 2 lines" in out.getvalue()
    counts = json.loads(report.read_text())["counts"]
    assert (counts["space"], counts["building"], counts["opening"]) == (1, 1, 0)


def test_a_refused_file_exits_with_2(tmp_path):
    path = tmp_path / "cut.osm"
    path.write_text('<osm version="0.6"><node id="1"')
    with pytest.raises(CommandError, match="cut off") as refusal:
        call_command("import_map", str(path), dry_run=True)
    assert refusal.value.returncode == 2
