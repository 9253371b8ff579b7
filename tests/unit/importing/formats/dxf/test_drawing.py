"""Files that are no drawing, or only part of one, are refused with place and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.formats.dxf.structure import survey_structure
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits, ReadOptions

from .drawings import PLAN, names, new_drawing, read_drawing, reasons, write_text


def refuse(path: Path, **options) -> str:
    with pytest.raises(InputError) as refusal:
        read_plan(path, ReadOptions(**options))
    assert refusal.value.file == path.name
    return str(refusal.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"AC1027\x00\x00\x01\x02", "cannot be read as DWG"),
        (b"AC1015" + bytes(100), "cannot be read as DWG"),
        (b"AC2.10" + bytes(100), "unsupported version"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\xff\xfe0\x00", "UTF-16"),
        (b"\xef\xbb\xbf <svg>", "SVG"),
        (b'{"drawing": "no"}', "JSON"),
        (bytes(5000), "zero bytes"),
        (b"hello", "not a DXF"),
        (b"0\nSECTION\n", "cut off"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(50), "cut off"),
    ],
)
def test_what_is_no_drawing(tmp_path, content, said):
    path = tmp_path / PLAN
    path.write_bytes(content)
    assert said in refuse(path)


def test_a_folder_or_nothing_at_all(tmp_path):
    assert "folder" in refuse(tmp_path)
    assert "does not exist" in refuse(tmp_path / PLAN)


def test_a_sparse_file_of_two_gigabytes_is_refused_unread(tmp_path):
    path = tmp_path / PLAN
    with path.open("wb") as file:
        file.write(b"0\nSECTION\n2\nHEADER\n")
        file.truncate(2 * 1024**3)
    assert "2,147,483,648 bytes" in refuse(path)


def test_a_million_records_are_refused_before_they_are_loaded(tmp_path):
    path = tmp_path / PLAN
    insert = b"0\nINSERT\n2\nX\n10\n0\n20\n0\n"
    path.write_bytes(b"0\nSECTION\n2\nENTITIES\n" + insert * 1_000_000 + b"0\nENDSEC\n0\nEOF\n")
    assert "more than 500,000 records" in refuse(path)


@pytest.mark.parametrize("fmt", ["asc", "bin"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95, 0.999])
def test_a_file_that_is_cut_off_is_refused_with_its_line(tmp_path, fmt, share):
    drawing = new_drawing()
    write_text(drawing, "KITCHEN", 0, 0)
    read_drawing(drawing, tmp_path, fmt=fmt)
    path = tmp_path / PLAN
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    said = refuse(path)
    assert "cut off" in said
    assert ("line " in said) is (fmt == "asc")


def test_what_is_left_can_be_taken_on_demand(tmp_path):
    drawing = new_drawing()
    for x in range(50):
        write_text(drawing, "KITCHEN", 20 * x, 0)
    read_drawing(drawing, tmp_path)
    path = tmp_path / PLAN
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"KITCHEN")])
    assert "cut off" in refuse(path)
    draft = read_plan(path, ReadOptions(recover=True))
    assert 45 <= len(draft.rooms) < 50
    assert any("cut off" in reason for reason in reasons(draft, "repaired").values())


def test_binary_files_say_the_same_as_text_files(tmp_path):
    drawing = new_drawing()
    write_text(drawing, "Küche", 0, 0)
    drawing.modelspace().add_line((0, 0), (1, 0))
    assert read_drawing(drawing, tmp_path, fmt="bin").lines == read_drawing(drawing, tmp_path).lines


@pytest.mark.parametrize(
    ("version", "codepage", "encoding"),
    [
        ("AC1021", "ANSI_1252", "utf-8"),
        ("AC1032", "ANSI_1252", "utf-8"),
        ("AC1018", "ANSI_936", "cp936"),
        ("AC1015", "ANSI_1251", "cp1251"),
    ],
)
def test_the_version_says_whether_the_code_page_counts(tmp_path, version, codepage, encoding):
    name = {"cp1251": "Кухня"}.get(encoding, "厨房")
    path = tmp_path / PLAN
    path.write_bytes(
        f"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\n{version}\n9\n$DWGCODEPAGE\n3\n{codepage}\n0\nENDSEC\n"
        f"0\nSECTION\n2\nENTITIES\n0\nTEXT\n5\nA1\n100\nAcDbEntity\n8\n0\n100\nAcDbText\n"
        f"10\n0\n20\n0\n40\n1\n1\n{name}\n100\nAcDbText\n0\nENDSEC\n0\nEOF\n".encode(encoding)
    )
    assert names(read_plan(path, ReadOptions())) == [name]


def test_a_file_of_1992_without_handles_or_header(tmp_path):
    path = tmp_path / PLAN
    path.write_bytes(
        b"999\nmade by hand\n  0\r\nSECTION\r\n  2\r\nENTITIES\r\n"
        b"  0\r\nLINE\r\n  8\r\nWALL\r\n 10\r\n0\r\n 20\r\n0\r\n"
        b" 11\r\n9\r\n 21\r\n0\r\n  0\r\nWHATSIT\r\n  8\r\n0\r\n  0\r\nENDSEC\r\n  0\r\nEOF\r\n"
    )
    draft = read_plan(path, ReadOptions())
    assert [(line.layer, line.subclasses) for line in draft.lines] == [("WALL", None)]
    assert "unsupported kind" in reasons(draft)["layer 0"]


def test_a_number_that_is_none_is_refused_with_its_line(tmp_path):
    path = tmp_path / PLAN
    path.write_bytes(b"0\nSECTION\n2\nENTITIES\n0\nLINE\n8\n0\n10\nabc\n20\n0\n0\nENDSEC\n0\nEOF\n")
    assert "line " in refuse(path)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_survey(content):
    structure = survey_structure(b"0\nSECTION\n" + content, 1000)
    assert structure.records >= 1


def test_the_survey_counts_records_and_not_values():
    data = b"0\nSECTION\n2\nENTITIES\n0\nLINE\n62\n0\n8\nEOF\n0\nENDSEC\n0\nEOF\n"
    structure = survey_structure(data, 1000)
    assert (structure.records, structure.is_whole, structure.last_line) == (4, True, 13)


def test_a_section_left_open_before_the_end_is_no_whole_file(tmp_path):
    path = tmp_path / PLAN
    path.write_bytes(b"0\nSECTION\n2\nENTITIES\n0\nLINE\n8\n0\n0\nEOF\n")
    assert "the end of a section is missing" in refuse(path)


def test_limits_are_the_callers(tmp_path):
    drawing = new_drawing()
    drawing.modelspace().add_line((0, 0), (1, 0))
    with pytest.raises(InputError, match="records"):
        read_drawing(drawing, tmp_path, limits=Limits(entities=10))
    with pytest.raises(InputError, match="bytes"):
        read_drawing(drawing, tmp_path, limits=Limits(bytes=100))
