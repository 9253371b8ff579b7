"""A plotted page becomes rooms and doors at its true size; a page that shows none is refused in a sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from interactive_maps.importing.formats import pdf, read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits, ReadOptions
from tests.unit.importing.formats.pdf.pages import flat, label, page, rect, write

FARMHOUSE = (
    Path(__file__).resolve().parents[6]
    / "shared/data/plans/farmhouse-us-pdf/american-farmhouse-A1.2-A1.3.pdf"
)
LABELS = [label("KITCHEN", 2.2, 2.5), label("OFFICE 12", 6.4, 4.0)]
SCALE = write("SCALE 1:100", 600, 40)


@pytest.fixture
def save(tmp_path):
    def save_page(data):
        path = tmp_path / "plan.pdf"
        path.write_bytes(data)
        return path

    return save_page


def test_a_flat_at_its_written_scale(save):
    draft = read_plan(save(page(*flat(), *LABELS, SCALE)), ReadOptions())
    assert {space.names.get("") for space in draft.spaces} == {"KITCHEN", "OFFICE 12"}
    assert sorted(len(opening.spaces) for opening in draft.openings) == [1, 2]
    assert draft.report.metres_per_unit == pytest.approx(100 * 0.0254 / 72)
    assert any("1:100 is written" in issue.reason for issue in draft.report.guessed)
    assert {room.name for room in draft.rooms} == {"KITCHEN", "OFFICE 12"}


def test_the_same_page_again_has_the_same_keys(save):
    path = save(page(*flat(), *LABELS, SCALE))
    one, other = read_plan(path, ReadOptions()), read_plan(path, ReadOptions())
    assert [line.key for line in one.lines] == [line.key for line in other.lines]
    assert len({line.key for line in one.lines}) == len(one.lines)
    assert [space.key for space in one.spaces] == [space.key for space in other.spaces]


def test_a_scale_that_nobody_can_tell_is_asked_for(save):
    path = save(page(*flat(), *LABELS))
    with pytest.raises(
        InputError, match=r"its scale: cannot be determined: .*--units: 1:\d+ \(.* m from corner"
    ):
        read_plan(path, ReadOptions())
    draft = read_plan(path, ReadOptions(units="1:50"))
    assert draft.report.metres_per_unit == pytest.approx(50 * 0.0254 / 72)


def test_a_unit_is_no_scale_of_paper(save):
    with pytest.raises(InputError, match=r"mm is not a scale.*--units 1:100"):
        read_plan(save(page(*flat())), ReadOptions(units="mm"))


def test_a_door_drawn_as_a_curve_is_an_arc(save):
    drawing = pdf.read_linework(save(page(*flat())), ReadOptions())
    assert drawing.arcs[:, 2] == pytest.approx([25.51, 25.51], abs=0.01)
    assert drawing.arcs[:, 4] == pytest.approx([1.5708, 1.5708], abs=0.01)


def test_layers_are_those_of_the_file_and_hidden_ones_are_left_out(save):
    content = ["/OC /L0 BDC", *flat(), "EMC", "/OC /L1 BDC", rect(10, 10, 700, 500), "EMC"]
    path = save(page(*content, layers=["A-WALL", "Ø gømt"], hidden=["Ø gømt"]))
    draft = read_plan(path, ReadOptions(units="1:100"))
    assert set(draft.report.layers) == {"A-WALL"}
    assert any("Ø gømt" in issue.id and "off" in issue.reason for issue in draft.report.skipped)


def test_pens_stand_in_for_layers(save):
    drawing = pdf.read_linework(save(page(*flat(), "0.2 w 1 0 0 RG", rect(0, 0, 90, 90))), ReadOptions())
    assert [layer.name for layer in drawing.layers] == ["pen 0.49 mm", "pen 0.18 mm", "pen 0.07 mm #ff0000"]


def test_what_is_clipped_away_or_white_is_not_there(save):
    content = [
        "q 0 0 100 100 re W n",
        rect(50, 50, 150, 80),
        rect(300, 300, 400, 400),
        "Q",
        "1 G",
        rect(1, 1, 9, 9),
    ]
    drawing = pdf.read_linework(save(page(*content, "0 G", rect(500, 500, 550, 550))), ReadOptions())
    assert drawing.segments[:, :2].max() <= 550
    inside = drawing.segments[(drawing.segments < 300).all(axis=1)]
    assert inside[:, [0, 2]].max() == pytest.approx(100)
    assert len(drawing.segments) == 3 + 4


def test_filled_walls_are_walls_and_what_touches_is_one(save):
    content = [
        "0.3 g",
        "100 100 200 8 re f",
        "300 100 8 100 re f",
        "100 108 8 92 re f",
        "1 g 500 500 50 50 re f",
    ]
    drawing = pdf.read_linework(save(page(*content, "0 G", rect(400, 400, 460, 460))), ReadOptions())
    assert len(drawing.fills) == 1  # the three that touch, and nothing white
    assert {layer.name for layer in drawing.layers} >= {"fill #404040"}


def test_a_form_is_shown_where_its_matrices_put_it(save):
    from benchmarks.drafting.pdf_file import PdfFile

    file = PdfFile()
    form = file.add_stream(
        "\n".join([rect(0, 0, 10, 10)] * 4),
        "/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [2 0 0 2 5 0]",
    )
    file.add_page("q 3 0 0 3 100 200 cm /P Do Q", (842, 595))
    drawing = pdf.read_linework(save(file.build(f"/XObject << /P {form} 0 R >>")), ReadOptions())
    assert drawing.segments.reshape(-1, 2).min(axis=0).tolist() == pytest.approx([115, 200])
    assert drawing.segments.reshape(-1, 2).max(axis=0).tolist() == pytest.approx([175, 260])


def test_a_turned_page_is_shown_upright(save):
    data = page(*flat(), *LABELS, SCALE, entries="/Rotate 90")
    draft = read_plan(save(data), ReadOptions())
    west, south, east, north = draft.levels[0].geometry.bounds
    assert north - south > east - west  # 8.6 by 5.4 m, standing


def test_pages_are_asked_for_and_taken(save):
    path = save(page(*flat(), *LABELS, SCALE, times=2))
    with pytest.raises(InputError, match=r"2 of 2 have linework: choose one with --page N: 1 .*; 2 "):
        read_plan(path, ReadOptions())
    draft = read_plan(path, ReadOptions(page=2))
    assert len(draft.spaces) == 2
    with pytest.raises(InputError, match=r"--page: .*no page 3: it has 2"):
        read_plan(path, ReadOptions(page=3))


def test_letters_drawn_as_lines_are_said_to_be(save):
    letters = [
        f"{x} {y} m {x} {y + 4} l {x + 2} {y + 4} l S" for x in range(210, 400, 4) for y in range(210, 340, 9)
    ]
    draft = read_plan(save(page(*flat(), "0.1 w", *letters)), ReadOptions(units="1:100"))
    assert any("drawn as lines" in issue.reason for issue in draft.report.guessed)


def _encrypted():
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page(*flat()))))
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _picture():
    from benchmarks.drafting.pdf_file import PdfFile

    file = PdfFile()
    image = file.add_stream(
        bytes(64),
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray",
    )
    file.add_page("q 842 0 0 595 0 0 cm /P Do Q " + write("scanned", 10, 10), (842, 595))
    return file.build(f"/XObject << /P {image} 0 R >>")


def _no_pages():
    from benchmarks.drafting.pdf_file import PdfFile

    return PdfFile().build()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_encrypted, "it needs a password"),
        (_picture, "page 1: is an image"),
        (_no_pages, "no pages"),
        (lambda: page(""), "page 1: is empty"),
        (lambda: page(write("only words", 50, 50)), "page 1: contains text but no linework"),
        (lambda: page(write("only words", 50, 50), times=3), "none of the first 3 pages has linework"),
        (lambda: page(*flat())[:700], "broken or not a PDF"),
        (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "broken or not a PDF"),
        (
            lambda: page("/OC /L0 BDC", *flat(), "EMC", layers=["x"], hidden=["x"]),
            r"layers that are off \(x\)",
        ),
        (lambda: page("10000 10000 m 20000 10000 l S " * 30), "beyond its edges"),
    ],
    ids=[
        "encrypted",
        "picture",
        "no-pages",
        "empty",
        "text",
        "text-only-pages",
        "cut",
        "junk",
        "hidden",
        "outside",
    ],
)
def test_what_shows_no_plan_is_refused_in_a_sentence(save, make, reason):
    with pytest.raises(InputError, match=rf"plan\.pdf: .*{reason}") as refused:
        read_plan(save(make()), ReadOptions(units="1:100"))
    assert "Traceback" not in str(refused.value)


def test_a_page_is_held_to_the_bound_of_its_objects(save):
    options = replace(ReadOptions(units="1:100"), limits=Limits(entities=20))
    with pytest.raises(InputError, match="--max-entities"):
        read_plan(save(page(*flat())), options)


@pytest.mark.skipif(not FARMHOUSE.is_file(), reason="needs ../shared/data/plans")
def test_a_real_sheet():
    draft = read_plan(FARMHOUSE, ReadOptions(page=2))
    named = {space.names.get("") for space in draft.spaces}
    assert named >= {"MAIN BEDROOM", "BEDROOM", "BATHROOM", "STAIR HALL"}
    assert draft.report.metres_per_unit == pytest.approx(0.3048 / 18)
    assert sum(len(opening.spaces) == 2 for opening in draft.openings) >= 6
