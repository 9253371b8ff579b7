"""``manage.py import_map`` up to the moment of publishing."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from dataclasses import replace
from io import StringIO
from pathlib import Path

import ezdxf
import numpy as np
import pytest
from django.core.management import CommandError, call_command

from benchmarks.drafting import NOISES
from benchmarks.drafting.draughtsman import draw_building
from tests.unit.importing.recognition.buildings import STYLE, make_floor, save_dxf


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    drawing = ezdxf.new()
    drawing.modelspace().add_text("KITCHEN", height=0.2, dxfattribs={"insert": (1, 1)})
    drawing.modelspace().add_line((0, 0), (10, 0), dxfattribs={"layer": "A-WALL"})
    path = tmp_path / "level-02.dxf"
    drawing.saveas(path)
    return path


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_map", *map(str, arguments), "--dry-run", stdout=out, no_color=True)
    return out.getvalue()


def refuse(*arguments: object) -> str:
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    assert refusal.value.returncode == 2
    return str(refusal.value)


def test_a_plan_is_read_and_reported(plan, tmp_path):
    report = tmp_path / "report.json"
    said = run(plan, "--units", "m", "--report", report)
    assert "level-02.dxf: level 2, 1 rooms, 1 lines, 1 m per drawing unit" in said
    assert "nothing was published" in said
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["counts"] == {"line": 1, "room": 1}
    assert {remark["id"] for remark in written["guessed"]} == {"level", "georeference", "rooms"}
    assert all({"id", "reason", "source"} == set(remark) for remark in written["guessed"])
    assert written["plans"][0]["layers"]["A-WALL"] == {
        "kind": "wall",
        "entities": 1,
        "taken_for": "wall",
        "because": "its name says wall",
        "metres": 10.0,
        "a_rule_would": ['"ignore" would take 10 m from the 10 m of lines that bound rooms'],
    }


def test_several_plans_are_several_levels(plan, tmp_path):
    other = tmp_path / "EG.dxf"
    other.write_bytes(plan.read_bytes())
    said = run(plan, other)
    assert "level-02.dxf: level 2" in said
    assert "EG.dxf: level 0" in said
    assert "level 7" in run(plan, other, "--level", "7", "--level=-1")


def test_one_bad_plan_refuses_them_all(plan, tmp_path):
    bad = tmp_path / "bad.dxf"
    bad.write_bytes(b"AC1027")
    assert "bad.dxf" in refuse(plan, bad)


@pytest.mark.parametrize("anchor", [["--anchor", "-73.98,40.75"], ["--anchor=-73.98,40.75"]])
def test_an_anchor_west_of_greenwich(plan, anchor):
    assert "georeference" not in run(plan, *anchor)


def test_control_points_fix_the_scale_and_doubt_is_said(plan):
    said = run(plan, "--control", "0,0=8.5,47.4", "--control", "10,0=8.500132,47.4")
    assert "0.996" in said or "0.997" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--control", "0,0=8,47"], "two or three control points"),
        (["--control", "0,0=8,47", "--control", "0,0=9,47"], "coincide"),
        (["--control", "0,0=8,47", "--control", "1,0=8.1,47", "--rotation", "3"], "either them or an anchor"),
        (["--origin", "0,0"], "needs the anchor"),
        (["--anchor", "8,97"], "latitude"),
        (["--anchor", "8,47", "--scale", "0"], "scale"),
        (["--anchor", "8,47", "--scale", "1e9"], "would be"),
        (["--scale", "1", "--units", "mm"], "one of them"),
        (["--level", "1", "--level", "2"], "for 1 plans"),
        (["--rules", "/nowhere/rules.toml"], "cannot be read"),
        (["--report", "/nowhere/report.json"], "cannot be written"),
        (["--source", " "], "needs a name"),
        (["--max-bytes", "10"], "--max-bytes"),
    ],
)
def test_options_that_fit_nothing_together(plan, arguments, said):
    assert said in refuse(plan, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--anchor", "8"],
        ["--anchor", "nan,47"],
        ["--control", "0,0"],
        ["--control", "a,0=8,47"],
        ["--level", "two"],
        ["--level", "inf"],
        ["--units", "yards"],
        ["--max-entities", "0"],
    ],
)
def test_options_that_cannot_be_understood(plan, arguments):
    with pytest.raises(CommandError, match="argument"):
        run(plan, *arguments)


def test_two_plans_of_one_name(plan, tmp_path):
    twins = [tmp_path / folder / plan.name for folder in ("west", "east", "south/east")]
    for twin in twins:
        twin.parent.mkdir(parents=True)
        twin.write_bytes(plan.read_bytes())
    said = run(*twins[:2])
    assert f"west/{plan.name}" in said
    assert f"east/{plan.name}" in said
    assert "--source" in refuse(*twins[1:]), "their folders have one name, too"
    assert "hall" in run(*twins[1:], "--source", "hall", "--source", "annexe")


def test_a_rule_file_decides(plan, tmp_path):
    rules = tmp_path / "rules.toml"
    rules.write_text('level = 5\nunits = "ft"\n[layers]\nignore = ["A-WALL"]\n', encoding="utf-8")
    said = run(plan, "--rules", rules)
    assert "level 5, 1 rooms, 0 lines, 0.3048 m" in said


@pytest.mark.parametrize(
    "layer", ["A\\U+D83D-WALL", "A\ud83d-WALL", "\u202eLLAW", "\x1b[31mWALL", "W" * 3000]
)
def test_a_report_of_signs_that_nobody_can_write(layer, tmp_path):
    path, report = tmp_path / "plan.dxf", tmp_path / "report.json"
    entity = f"  0\nLINE\n  8\n{layer}\n 10\n0\n 20\n0\n 11\n9\n 21\n9\n"
    empty = f"  0\nTEXT\n  8\n{layer}\n 10\n0\n 20\n0\n 40\n1\n  1\n\n"
    text = f"  0\nSECTION\n  2\nENTITIES\n{entity}{empty}  0\nENDSEC\n  0\nEOF\n"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    said = run(path, "--report", report)
    said.encode()
    written = json.loads(report.read_text("utf-8"))
    names = [*written["plans"][0]["layers"], *(remark["id"] for remark in written["skipped"])]
    assert all(name.isprintable() and len(name) < 4000 for name in names)


def test_a_file_name_that_is_no_text(plan, tmp_path):
    path = tmp_path / "level-02-\udcff.dxf"
    path.write_bytes(plan.read_bytes())
    run(path).encode()
    path.write_bytes(b"AC1027")
    refuse(path).encode()


@pytest.mark.parametrize("option", ["--source", "--building", "--level-name"])
@pytest.mark.parametrize("name", ["\udcff", "a\x1bb", "\u202e", " "])
def test_names_are_of_signs_that_can_be_shown(plan, option, name):
    with pytest.raises(CommandError, match=r"visible characters|needs a name"):
        run(plan, f"{option}={name}")


def test_a_budget_is_part_of_the_command(plan):
    assert "making the network" in (said := refuse_apart(plan, "--max-memory", "1")) or "opening" in said
    assert "raise --max-memory" in said
    assert "nothing was imported" in said


def refuse_apart(plan: Path, *options: str) -> str:
    """Refuse a plan that is large enough to be looked at while it is read."""
    drawing = ezdxf.new()
    for number in range(4000):
        drawing.modelspace().add_line((0, number), (10, number))
    drawing.saveas(plan)
    return refuse(plan, *options)


@pytest.fixture
def storey(tmp_path: Path) -> Path:
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    return save_dxf(drawing, tmp_path / "EG.dxf", insunits=4)


def test_a_preview_is_a_page_and_publishes_nothing(storey, tmp_path):
    out = StringIO()
    call_command(
        "import_map", str(storey), "--preview", str(tmp_path / "plan.html"), stdout=out, no_color=True
    )
    assert "nothing was published" in out.getvalue()
    page = (tmp_path / "plan.html").read_text("utf-8")
    assert "11 rooms, 11 doors" in page
    assert 'class="ways"' in page


def test_suggested_rules_are_taken_again(storey, tmp_path):
    rules, report = tmp_path / "rules.toml", tmp_path / "report.json"
    run(storey, "--report", report, "--suggest-rules", rules)
    before = json.loads(report.read_text("utf-8"))
    run(storey, "--report", report, "--rules", rules)
    after = json.loads(report.read_text("utf-8"))
    assert before["counts"] == after["counts"]
    assert after["plans"][0]["layers"]["A-WALL"]["because"] == "a rule says so"


@pytest.mark.parametrize(
    ("option", "file", "said"),
    [
        ("--preview", "plan.pdf", r"a page \(FILE\.html\) or a picture \(FILE\.png\)"),
        ("--preview", "nowhere/plan.html", "the preview: cannot be written"),
        ("--suggest-rules", "nowhere/rules.toml", "the rules: cannot be written"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused(storey, tmp_path, option, file, said):
    assert re.search(said, refuse(storey, option, tmp_path / file))


def test_plans_around_two_origins_are_put_above_each_other(storey, tmp_path):
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    moved = replace(
        drawing,
        segments=drawing.segments + 50_000,
        arcs=drawing.arcs + np.array([50_000, 50_000, 0, 0, 0]),
        texts=tuple(
            replace(text, anchor=(text.anchor[0] + 50_000, text.anchor[1] + 50_000)) for text in drawing.texts
        ),
    )
    upper = save_dxf(moved, tmp_path / "1.OG.dxf", insunits=4)
    assert "alignment: moved -50.00 m east and -50.00 m north, above level 0" in run(storey, upper)
    assert "alignment" not in run(storey, upper, "--anchor", "8.5,47.4")


@pytest.mark.parametrize("packed", [False, True])
def test_a_folder_or_an_archive_is_read_as_its_files(plan, tmp_path, packed):
    folder = tmp_path / "house"
    (folder / "upper").mkdir(parents=True)
    for name in ("EG.dxf", "upper/1.OG.dxf", "notes.txt", ".hidden.dxf"):
        (folder / name).write_bytes(b"nothing" if name.endswith("txt") else plan.read_bytes())
    handed = Path(shutil.make_archive(str(folder), "zip", folder)) if packed else folder
    said = run(handed, "--units", "m")
    assert "EG.dxf: level 0, 1 rooms" in said
    assert "1.OG.dxf: level 1, 1 rooms" in said
    assert "notes" not in said
    assert "hidden" not in said
    assert "level 7" in run(handed, "--units", "m", "--level", "7", "--level", "8")


def test_twins_in_folders_are_told_apart(plan, tmp_path):
    for folder in ("north", "south"):
        (tmp_path / "site" / folder).mkdir(parents=True)
        (tmp_path / "site" / folder / "EG.dxf").write_bytes(plan.read_bytes())
    said = run(tmp_path / "site", "--units", "m")
    assert "north/EG.dxf: level 0" in said
    assert "south/EG.dxf: level 0" in said


def test_a_folder_without_plans_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")
    assert "contains no plan" in refuse(tmp_path)
    with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
        archive.write(tmp_path / "notes.txt", "notes.txt")
    assert "contains no plan" in refuse(tmp_path / "notes.zip")


def test_layers_to_show_and_folders_of_references_are_checked(plan, tmp_path):
    assert "no plan has anything on a layer 'RM$'" in refuse(plan, "--units", "m", "--show-layer", "RM$")
    assert "no folder" in refuse(plan, "--xrefs", tmp_path / "nowhere")
    assert "Where: no building; level 2" in run(plan, "--units", "m", "--show-layer", "a-wall")
