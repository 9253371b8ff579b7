"""The command as people run it."""

import io
import tomllib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def make(folder: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("make_demo", str(folder), *options, stdout=out)
    return out.getvalue()


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_default_is_four_levels_with_a_rule_file_and_says_what_to_do_next(tmp_path: Path) -> None:
    out = make(tmp_path)
    assert sorted(read_all(tmp_path)) == [
        "level-00.dxf", "level-01.dxf", "level-02.dxf", "level-b1.dxf", "plan.toml"
    ]  # fmt: skip
    assert "400 rooms on 4 levels" in out
    assert f"scripts/manage import_map {tmp_path}/*.dxf --rules {tmp_path}/plan.toml" in out
    rules = tomllib.loads((tmp_path / "plan.toml").read_text())
    assert rules["units"] == "mm"
    assert set(rules["georeference"]) == {"anchor", "origin", "rotation"}


def test_the_same_options_give_the_same_bytes(tmp_path: Path) -> None:
    options = ("--levels", "2", "--rooms", "30", "--seed", "5", "--kind", "campus", "--anchor=-122.5,37.75")
    for name in ("first", "second"):
        make(tmp_path / name, *options)
    first = read_all(tmp_path / "first")
    assert first == read_all(tmp_path / "second")
    assert tomllib.loads(first["plan.toml"].decode())["georeference"]["anchor"] == [-122.5, 37.75]


@pytest.mark.nightly
def test_a_lower_building_replaces_a_taller_one(tmp_path: Path) -> None:
    make(tmp_path, "--levels", "3", "--rooms", "24")
    assert "level-02.dxf" in make(tmp_path, "--levels", "2", "--rooms", "24")
    assert sorted(read_all(tmp_path)) == ["level-00.dxf", "level-01.dxf", "plan.toml"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--levels", "0"], "levels must be from 1 to 60"),
        (["--rooms", "12"], "12 rooms are too few for 4 levels"),
        (["--anchor", "Berlin"], "LON,LAT in degrees"),
        (["--anchor", "13,52,1"], "LON,LAT in degrees"),
        (["--anchor", "13,95"], "latitude from -85 to 85"),
        (["--anchor", "nan,52"], "longitude from -180 to 180"),
    ],
)
def test_bad_options_are_a_sentence_and_exit_code_2(tmp_path: Path, options: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason) as caught:
        make(tmp_path / "demo", *options)
    assert caught.value.returncode == 2
    assert not (tmp_path / "demo").exists()


def test_nothing_is_written_beside_a_foreign_file(tmp_path: Path) -> None:
    (tmp_path / "level-01.dxf").write_text("years of work")
    with pytest.raises(CommandError, match="use --force") as caught:
        make(tmp_path)
    assert caught.value.returncode == 2
    assert read_all(tmp_path) == {"level-01.dxf": b"years of work"}
    make(tmp_path, "--force", "--rooms", "24")
    assert len(read_all(tmp_path)) == 5


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file: File exists") as caught:
        make(tmp_path / "file")
    assert caught.value.returncode == 2
