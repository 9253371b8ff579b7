from pathlib import Path
from typing import TextIO

import pytest

from interactive_maps.demo.folder import MARK, DemoFolder, ForeignFile


def write_own(stream: TextIO) -> None:
    stream.write(MARK)


def write_half(stream: TextIO) -> None:
    stream.write("half a drawing")
    raise KeyboardInterrupt


def test_a_file_appears_whole(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "deep" / "down")
    folder.prepare(["a.dxf"])
    assert folder.write("a.dxf", write_own) == len(MARK)
    assert [path.name for path in folder.path.iterdir()] == ["a.dxf"]


def test_what_is_interrupted_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.write("a.dxf", write_own)
    with pytest.raises(KeyboardInterrupt):
        folder.write("a.dxf", write_half)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.dxf": MARK}


def test_other_peoples_files_are_refused_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "a.dxf").write_text("years of work")
    with pytest.raises(ForeignFile, match=r"a\.dxf was not written by make_demo"):
        DemoFolder(tmp_path).prepare(["a.dxf"])
    DemoFolder(tmp_path, force=True).prepare(["a.dxf"])


def test_only_a_demos_own_stale_drawings_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "level-07.dxf").write_text("years of work")
    folder = DemoFolder(tmp_path)
    for name in ("level-00.dxf", "level-01.dxf"):
        folder.write(name, write_own)
    assert folder.drop_levels(["level-00.dxf"]) == ["level-01.dxf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["level-00.dxf", "level-07.dxf"]
