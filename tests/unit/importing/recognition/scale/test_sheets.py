"""The scale of a sheet: as it is written, as its dimensions measure it, weighed with what it shows."""

import numpy as np
import pytest

from interactive_maps.importing.drawing import Header, Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.scale import Evidence, gather_evidence, infer_scale, parse_scale
from interactive_maps.importing.recognition.scale.dimensions import (
    Measured,
    measure_dimensions,
    read_dimension,
)
from interactive_maps.importing.recognition.scale.sheet import list_candidates, rate_usage, read_scales
from tests.unit.importing.recognition.plans import write

POINT = 0.0254 / 72
SHEET = Header(paper_unit=POINT)


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("1:100", 100),
        ("1:5", 5),
        ("1:5000", 5000),
        ("SCALE 1 : 50", 50),
        ("Maßstab 1:1.000", 1000),
        ("M 1/200", 200),
        ("ÉCHELLE 1/75", 75),
        ("Escala: 1:125", 125),
        ("Масштаб 1:100", 100),
        ("比例 1：150", 150),
        ("""SCALE: 1/4" =1'-0\"""", 48),
        ("""3/32" = 1'-0\"""", 128),
        ("""1" = 20'""", 240),
        ("""1 1/2" = 1'-0\"""", 8),
        ("1/8 in = 1 ft", 96),
        ("""1/4" = 1'-6\"""", 72),
    ],
)
def test_scales_as_people_write_them(text, scale):
    assert parse_scale(text) == pytest.approx(scale)


@pytest.mark.parametrize(
    "text",
    [
        '1/0" = 1\'-0"',
        '0" = 1\'-0"',
        "4:12 SLOPE",
        "11:30",
        "1:2",
        "1:4",
        "1:5001",
        "1:6000",
        "SEE 3/A4.0",
        "21:100",
        "slope 1:12:3",
        "1/4",
        pytest.param("1" * 20_000, id="digits"),
        pytest.param("1 -" * 7000, id="blanks"),
    ],
)
def test_what_is_no_scale(text):
    assert parse_scale(text) is None


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("16'-0\"", [4.8768]),
        ("3'-4 1/2\"", [1.0287]),
        ('7"', [0.1778]),
        ("5.20", [5.2]),
        ("3,75", [3.75]),
        ("5.2 m", [5.2]),
        ("885", [0.885, 8.85]),
        ("4500 mm", [4.5]),
        ("B12", []),
        ("7", []),
    ],
)
def test_dimensions_as_they_are_written(text, metres):
    assert list(read_dimension(text)) == pytest.approx(metres)


def _chain(builder, spans, says, scale, *, broken):
    """Draw a chain of dimensions above y = 300, with marks across the line and texts on or in it."""
    entity = builder.add_entity("D", "PATH", "dims")
    x, factor = 100.0, 1 / (scale * POINT)
    for span in spans:
        end = x + span * factor
        gap = 16.0 if broken else 0.0
        middle = (x + end) / 2
        builder.add_line(entity, np.array([(x, 300.0), (middle - gap, 300.0)]))
        builder.add_line(entity, np.array([(middle + gap, 300.0), (end, 300.0)]))
        for mark in (x, end):
            builder.add_line(entity, np.array([(mark, 290.0), (mark, 305.0)]))
        height = 5.0
        y = 300.0 if broken else 304.0
        text = says(span)
        builder.texts.append(Text(text, (middle - 8, y), (middle, y), height, 16.0, 0.0, entity))
        x = end


@pytest.mark.parametrize(("scale", "broken"), [(50, False), (100, True), (73.5, False)])
def test_dimensions_are_measured_between_their_marks(scale, broken):
    builder = DrawingBuilder()
    _chain(builder, [3.0, 2.45, 4.1, 1.25, 2.0], lambda span: f"{span:.2f}", scale, broken=broken)
    best = measure_dimensions(builder.build(SHEET))[0]
    assert best.metres_per_unit == pytest.approx(scale * POINT, rel=0.01)
    assert best.votes >= 4


def test_numbers_without_a_unit_may_be_millimetres_or_centimetres():
    builder = DrawingBuilder()
    _chain(builder, [3.0, 2.45, 4.1, 1.25], lambda span: f"{span * 1000:.0f}", 100, broken=False)
    found = measure_dimensions(builder.build(SHEET))
    assert {round(one.metres_per_unit / POINT) for one in found} >= {100, 1000}


def test_figures_with_one_decimal_prove_a_written_scale_but_tell_none():
    builder = DrawingBuilder()
    _chain(builder, [12.0, 7.5, 12.0], lambda span: f"{span:.1f}", 200, broken=False)
    assert gather_evidence(builder.build(SHEET)).measured == ()
    builder.texts.append(write("1:100", 0, 0))
    assert gather_evidence(builder.build(SHEET)).measured == ()  # they may be areas
    builder.texts.append(write("1:200", 0, 9))
    (measured,) = gather_evidence(builder.build(SHEET)).measured
    assert measured.metres_per_unit == pytest.approx(200 * POINT, rel=0.01)
    assert gather_evidence(builder.build()).measured == ()


def test_a_written_scale_and_dimensions_agree():
    scale = infer_scale(Evidence(header=SHEET, written=(100.0,), measured=(Measured(100.2 * POINT, 9, 10),)))
    assert (scale.best.unit, scale.certain) == ("1:100", True)


def test_dimensions_outvote_the_scale_of_a_sheet_that_was_printed_smaller():
    measured = (Measured(141.4 * POINT, 12, 14),)
    scale = infer_scale(Evidence(header=SHEET, written=(100.0,), measured=measured))
    assert scale.best.unit == "1:141.4"
    assert scale.certain


@pytest.mark.parametrize("number", [20, 100, 300, 750])
def test_what_is_drawn_does_not_tell_a_scale_however_well_it_fits(number):
    sizes = {"swing": 0.86, "tread": 0.28, "wall": 0.15, "letter": 0.2}
    lengths = {name: size / (number * POINT) for name, size in sizes.items()}
    scale = infer_scale(Evidence(header=SHEET, swings=30, **lengths))
    assert (scale.best.unit, scale.certain) == (f"1:{number}", False)
    assert "fit almost equally well" in scale.reason or scale.reason.startswith("the sheet states neither")


def test_doors_alone_do_not_tell_a_scale():
    scale = infer_scale(Evidence(header=SHEET, swing=0.9 / (100 * POINT), swings=20, extent=900.0))
    assert not scale.certain


def test_one_stray_dimension_against_the_doors_is_no_witness_for_them():
    sizes = {"swing": 0.86, "tread": 0.28, "wall": 0.15, "letter": 0.2}
    drawn = {name: size / (750 * POINT) for name, size in sizes.items()}
    scale = weigh((), (20, 1, 4), swings=30, **drawn)
    assert (scale.best.unit, scale.certain) == ("1:750", False)


def test_the_scale_that_doors_fit_is_taken_of_two_that_are_written():
    swing = 0.9 / (100 * POINT)
    scale = infer_scale(Evidence(header=SHEET, written=(20.0, 100.0), swing=swing, swings=20))
    assert (scale.best.unit, scale.certain) == ("1:100", True)


def weigh(written=(), *measured, **more):
    """Return the weighed scales of a sheet with written scales and measured ones (scale, votes, of)."""
    found = tuple(Measured(scale * POINT, votes, of) for scale, votes, of in measured)
    return infer_scale(Evidence(header=SHEET, written=tuple(written), measured=found, **more))


def test_of_two_scales_that_stand_on_a_sheet_a_person_chooses():
    scale = weigh([100.0, 50.0])
    assert not scale.certain
    assert scale.reason == "1:100 and 1:50 fit almost equally well"
    assert weigh([100.0]).reason == "1:100 is written on the sheet"
    assert weigh([20.0]).best.unit == "1:20"


def test_few_dimensions_leave_open_what_many_decide_against_the_written_scale():
    few, some, many = (weigh([100.0], (50, votes, 14)) for votes in (3, 4, 12))
    assert (few.certain, some.certain, many.certain) == (False, True, True)
    assert some.best.unit == many.best.unit == "1:50"
    assert many.reason == "12 of 14 written dimensions agree"


def test_dimensions_that_agree_on_two_scales_are_open_unless_most_agree_on_one():
    assert not weigh((), (50, 12, 14), (100, 11, 14)).certain
    assert weigh((), (50, 12, 14), (100, 8, 14)).certain
    assert weigh([100.0], (50, 12, 14), (100, 11, 14)).best.unit == "1:100"


@pytest.mark.parametrize(("measured", "unit"), [(101.8, "1:100"), (98.3, "1:100"), (102.3, "1:102.3")])
def test_what_is_measured_nearly_at_a_usual_scale_is_that_scale(measured, unit):
    scale = weigh((), (measured, 12, 14), (100 if unit != "1:100" else measured * 1.007, 3, 14))
    assert (scale.best.unit, scale.certain) == (unit, True)


def test_why_a_scale_is_certain_or_not_is_told():
    sure = weigh([100.0], (100.2, 9, 10), swing=0.9 / (100 * POINT), swings=20)
    assert sure.reason == (
        "1:100 is written on the sheet, 9 of 10 written dimensions agree, door leaves are 0.90 m wide"
    )
    doors = weigh(swing=0.86 / (24 * POINT), swings=20)
    assert (doors.best.unit, doors.certain) == ("1:24", False)
    assert "fit almost equally well" in doors.reason
    sizes = {"swing": 0.86, "tread": 0.28, "wall": 0.15, "letter": 0.2}
    drawn = weigh(
        [50.0], (20, 3, 4), swings=30, **{name: size / (750 * POINT) for name, size in sizes.items()}
    )
    assert (drawn.best.unit, drawn.certain) == ("1:750", False)
    assert drawn.reason.startswith(
        "the sheet states neither its scale nor dimensions; door leaves are 0.86 m wide, treads"
    )


@pytest.mark.parametrize(
    "ruler",
    [
        *(f"1\" = {feet}'" for feet in (10, 20, 30, 40, 50)),
        *(f'{inch}" = 1\'-0"' for inch in ("3/32", "1/8", "3/16", "1/4", "3/8", "1/2", "1/32", "1/16")),
        *(f"1:{number}" for number in (20, 25, 50, 75, 100, 125, 200, 250, 300, 400, 500, 750, 1000)),
    ],
)
def test_what_stands_on_a_ruler_is_a_usual_scale(ruler):
    scale = parse_scale(ruler)
    assert rate_usage(scale * POINT, POINT) > rate_usage(1.17 * 1000 * POINT, POINT)


def test_scales_are_read_off_the_texts_of_a_sheet():
    texts = [
        Text(said, (0, 0), (0, 0), 5, 20, 0, 0) for said in ("DETAIL 1:20", "1:100", "M 1:100", "ROOM 1")
    ]
    assert read_scales(texts) == [100.0, 20.0]
    many = [Text(f"1:{10 * number}", (0, 0), (0, 0), 5, 20, 0, 0) for number in range(1, 9)]
    assert read_scales(many) == [10, 20, 30, 40, 50, 60]


def test_scales_of_floor_plans_are_usual_in_their_order():
    ranks = [
        [50, 100, 200, 48, 96],
        [75, 125, 150, 250, 300, 500, 64, 128],
        [20, 25, 24, 60, 480, 1000],
        [55, 77, 141],
    ]
    assert [rate_usage(ranked[0] * POINT, POINT) for ranked in ranks] == [0, -0.7, -1.2, -1.6]
    rates = [{rate_usage(scale * POINT, POINT) for scale in scales} for scales in ranks]
    assert [len(found) for found in rates] == [1] * 4
    assert [found.pop() for found in rates] == sorted(
        (rate_usage(one[0] * POINT, POINT) for one in ranks), reverse=True
    )
    assert rate_usage(101 * POINT, POINT) == rate_usage(100 * POINT, POINT) > rate_usage(102 * POINT, POINT)


def test_common_written_and_measured_scales_are_weighed():
    names = list_candidates(POINT, [100.5, 141.4], [33 * POINT, 9000 * POINT])
    assert {"1:50", "1:100", "1:48", "1:1000", "1:141.4", "1:33"} <= names.keys()
    assert not {"1:55", "1:100.5", "1:9000"} & names.keys()
    assert names["1:50"] == pytest.approx(50 * POINT)
    assert {"1:5", "1:5000"} <= list_candidates(1.0, [5.0, 5000.0], []).keys()


def test_what_sheets_say_of_scales_weighs_by_how_often_and_by_how_many():
    def rate(scale, *, written=(), measured=()):
        found = infer_scale(
            Evidence(
                header=SHEET,
                written=tuple(written),
                measured=tuple(Measured(one * POINT, votes, 20) for one, votes in measured),
            )
        )
        return next(one for one in found.candidates if one.unit == f"1:{scale}").evidence

    written = [100.0, 50.0, 20.0]
    assert [rate(one, written=written)["written"] for one in (100, 50, 20, 75)] == [0, -0.5, -1, -3]
    assert [rate(one, measured=[(100, 12), (50, 8)])["measured"] for one in (100, 50, 75)] == pytest.approx(
        [0, -3, -9]
    )
    assert [rate(one, measured=[(100, 3)])["measured"] for one in (100, 75)] == [0, -3]
    assert rate(100, measured=[(101.9, 6)])["measured"] == 0
    assert rate(100, measured=[(102.1, 6)])["measured"] == -6
    assert rate(100)["usage"] == 0


def test_a_lead_of_one_over_another_written_scale_is_enough():
    scale = weigh([100.0, 777.0, 50.0])
    assert (scale.margin, scale.certain) == (1.0, True)


def test_a_stated_and_measured_scale_is_that_of_the_sheet_however_wide_its_doors_are():
    drawn = {
        name: size / (100 * POINT) for name, size in {"swing": 0.86, "tread": 0.28, "wall": 0.15}.items()
    }
    scale = weigh([200.0], (200, 6, 6), swings=30, **drawn)
    assert (scale.best.unit, scale.certain) == ("1:200", True)
    assert not weigh([200.0], (200, 5, 6), swings=30, **drawn).certain
    assert weigh([20.0, 200.0], (200, 6, 6), swings=30, **drawn).best.unit == "1:200"
    assert not weigh([200.0, 100.0], (200, 6, 6), (100, 6, 6)).certain
