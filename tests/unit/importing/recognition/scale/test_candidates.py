"""All evidence is weighed together; what fits two units alike, or none, is for a person to say."""

import math

import pytest

from interactive_maps.importing.drawing import Dimension, Header
from interactive_maps.importing.recognition.scale import Evidence, infer_scale
from interactive_maps.importing.recognition.scale.candidates import weigh
from interactive_maps.importing.recognition.scale.unit_evidence import average_dimensions

_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}


def _show(unit: str, **more: object) -> Evidence:
    metres = _METRES[unit]
    lengths = {"swing": 0.9, "letter": 0.2, "tread": 0.28, "wall": 0.15, "extent": 50.0}
    return Evidence(**{name: length / metres for name, length in lengths.items()}, swings=20, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", _METRES)
def test_a_usual_plan_in_every_unit(unit):
    scale = infer_scale(_show(unit))
    assert (scale.best.unit, scale.certain) == (unit, True)


def test_a_header_that_lies_is_outvoted():
    scale = infer_scale(_show("in", header=Header(insunits=4, measurement=1)))
    assert (scale.best.unit, scale.certain) == ("in", True)


def test_rooms_of_a_dolls_house_are_not_believed():
    # 26 rooms, 4 m from corner to corner by the header: nothing else speaks for millimetres.
    scale = infer_scale(Evidence(extent=4000.0, letter=20.0, header=Header(insunits=4)))
    assert not (scale.best.unit == "mm" and scale.certain)


def test_one_reading_does_not_outvote_all_others():
    # A flat in centimetres, with a row of window lines that was taken for treads of 12 cm.
    scale = infer_scale(Evidence(letter=22.0, wall=12.0, extent=1500.0, tread=12.0))
    assert not scale.certain
    assert "without the treads, cm would fit better" in scale.reason


def test_a_reading_may_decide_where_the_others_hardly_favour_another_unit():
    hardly = infer_scale(Evidence(tread=12.0, letter=12.0, wall=12.0, extent=1500.0))
    assert (hardly.best.unit, hardly.certain) == ("in", True)
    clearly = infer_scale(Evidence(tread=12.0, letter=12.0, wall=12.0, extent=3000.0))
    assert (clearly.best.unit, clearly.certain) == ("in", False)


@pytest.mark.parametrize(("swings", "is_certain"), [(12, True), (5, True), (4, False)])
def test_many_doors_alike_decide_alone(swings, is_certain):
    scale = infer_scale(Evidence(swing=90.0, swings=swings, letter=60.0, wall=60.0, extent=20000.0))
    assert (scale.best.unit, scale.certain) == ("cm", is_certain)


def test_doors_are_of_one_size_everywhere_and_need_less_of_a_lead():
    scale = infer_scale(Evidence(swing=1170.0, swings=2))
    assert 1.0 <= scale.margin < 1.5
    assert scale.certain


@pytest.mark.parametrize("said", [Header(insunits=1), Header(lunits=4)])
def test_where_the_header_agrees_less_of_a_lead_is_enough(said):
    # 17 m of centimetres or 43 m of inches: the header adds its own weight, and lowers what is asked.
    alone, agreed = (infer_scale(Evidence(extent=1700.0, header=header)) for header in (Header(), said))
    assert (alone.best.unit, alone.certain) == ("in", False)
    assert (agreed.best.unit, agreed.certain) == ("in", True)


def test_a_lead_that_the_header_brings_is_enough_and_one_without_it_is_not():
    feet = {"letter": 12.0, "extent": 2500.0}
    said = infer_scale(Evidence(**feet, header=Header(insunits=1)))
    assert 1.0 <= said.margin < 1.5
    assert said.certain
    other = infer_scale(Evidence(wall=5.0, extent=1500.0, header=Header(insunits=5)))
    assert (other.best.unit, other.certain) == ("in", False)
    assert 1.0 <= other.margin < 1.5


def test_two_units_that_fit_alike_are_left_to_a_person():
    scale = infer_scale(Evidence(swing=0.86, swings=20), {"m": 1.0, "yd": 0.9144})
    assert not scale.certain
    assert scale.reason == "m and yd fit almost equally well"
    assert scale.contradict(0.5) == ""


def test_nothing_to_measure_is_said():
    scale = infer_scale(Evidence(header=Header(insunits=6)))
    assert not scale.certain
    assert "nothing" in scale.reason


def test_a_scale_that_the_sheet_states_is_taken():
    scale = infer_scale(Evidence(header=Header(metres_per_unit=0.0352)))
    assert scale.certain
    assert scale.best.metres_per_unit == pytest.approx(0.0352)


def test_written_dimensions_settle_what_else_is_open():
    scale = infer_scale(Evidence(extent=3000.0, dimension=0.0254))
    assert (scale.best.unit, scale.certain) == ("in", True)


def test_written_dimensions_are_told_first_and_outweigh_the_rest():
    scale = infer_scale(_show("mm", dimension=0.001, header=Header(insunits=4)))
    assert scale.reason.startswith(
        "written dimensions say so, door leaves are 0.90 m wide, treads are 0.28 m"
    )
    assert scale.reason.endswith("the drawing is 50.0 m from corner to corner, $INSUNITS says so")
    assert scale.best.evidence["dimension"] == 0
    assert next(one for one in scale.candidates if one.unit == "cm").evidence["dimension"] == -8
    near = infer_scale(Evidence(dimension=0.00103))
    assert near.best.unit == "mm"  # three in a hundred are a rounding


@pytest.mark.parametrize(
    ("header", "fits", "others"),
    [
        (Header(insunits=1), {"in"}, -1.0),
        (Header(insunits=2), {"ft"}, -1.0),
        (Header(insunits=4), {"mm"}, -1.0),
        (Header(insunits=5), {"cm"}, -1.0),
        (Header(insunits=6), {"m"}, -1.0),
        (Header(lunits=3), {"in"}, -2.0),
        (Header(lunits=4), {"in"}, -2.0),
        (Header(lunits=2, measurement=0), {"in", "ft"}, -0.5),
        (Header(measurement=1), {"mm", "cm", "m"}, -0.5),
        (Header(lunits=4, measurement=1), {"in"}, -2.0),
        (Header(insunits=3, measurement=2), set(_METRES), 0.0),
    ],
)
def test_what_headers_say(header, fits, others):
    scores = {one.unit: one.score for one in infer_scale(Evidence(header=header)).candidates}
    assert scores == {unit: 0.0 if unit in fits else others for unit in _METRES}


def test_a_stated_scale_stands_beside_its_tenth_and_tenfold():
    scale = infer_scale(Evidence(letter=0.02, header=Header(metres_per_unit=10.0)))
    units = {one.unit: one.metres_per_unit for one in scale.candidates}
    assert units == {"stated": 10.0, "stated x 0.1": 1.0, "stated x 10": 100.0}
    assert (scale.best.unit, scale.certain) == ("stated", True)


def test_one_arc_says_less_of_a_door_than_many():
    one, many = (infer_scale(Evidence(swing=10.0, swings=count)) for count in (1, 30))
    metres = [next(c for c in scale.candidates if c.unit == "m").score for scale in (one, many)]
    assert metres == pytest.approx([-6 * (1 - 2.718281828 ** (-1 / 3)), -6], abs=1e-3)


def test_what_fits_two_units_nearly_alike_is_not_certain():
    scale = infer_scale(Evidence(extent=1500.0))  # 38 m of inches; 15 m of centimetres
    assert not scale.certain
    assert "fit almost equally well" in scale.reason
    assert 0 <= scale.margin < 1


def test_what_fits_nothing_is_not_certain():
    scale = infer_scale(
        Evidence(swing=12.0, swings=30, tread=12.0, header=Header(insunits=6)), {"m": 1.0, "cm": 0.5}
    )
    assert not scale.certain
    assert scale.reason.startswith("no unit fits; ")


def test_of_one_unit_the_margin_has_no_end():
    scale = infer_scale(Evidence(wall=0.15), {"m": 1.0})
    assert (scale.margin, scale.certain, scale.best.score) == (float("inf"), True, 0)


_HEADERS = {"in": 1, "ft": 2, "mm": 4, "cm": 5, "m": 6}


@pytest.mark.parametrize("unit", _METRES)
@pytest.mark.parametrize("header", _HEADERS)
def test_doors_tell_the_unit_whatever_the_header_says(unit, header):
    one = _METRES[unit]
    evidence = Evidence(swing=0.9 / one, swings=3, extent=30 / one, header=Header(insunits=_HEADERS[header]))
    scale = infer_scale(evidence)
    assert scale.best.unit == unit
    assert scale.doubt == ("" if header == unit else f"$INSUNITS says {header}")


@pytest.mark.parametrize("unit", _METRES)
def test_written_dimensions_tell_more_than_anything(unit):
    one = _METRES[unit]
    dimension = average_dimensions([Dimension(4.8768 / one, "16'-0\""), Dimension(17.6784 / one, "58'-0\"")])
    scale = infer_scale(Evidence(dimension=dimension, extent=24 / one, header=Header(insunits=4)))
    assert (scale.best.unit, scale.certain) == (unit, True)


def test_a_plan_in_millimetres_of_paper_is_as_long_as_its_dimensions_say():
    written = [Dimension(52.0, "5.20 m"), Dimension(31.0, "3,10 m"), Dimension(9.0, "900 mm")]
    scale = infer_scale(
        Evidence(dimension=average_dimensions(written), extent=400.0, header=Header(insunits=4))
    )
    assert scale.certain
    assert scale.best.metres_per_unit == pytest.approx(0.1)


@pytest.mark.parametrize(
    "written",
    [
        [],
        [Dimension(5.2, "5.20 m")],
        [Dimension(5.2, "5.20"), Dimension(3.1, "A-A")],
        [Dimension(5.2, "5.20 m"), Dimension(5.2, "7 m"), Dimension(5.2, "1 m")],
        [Dimension(0.0, "5.20 m"), Dimension(1e-9, "5.20 m")],
    ],
)
def test_dimensions_that_do_not_agree_say_nothing(written):
    assert average_dimensions(written) is None


@pytest.mark.parametrize(
    ("metres", "agree"), [(("0.5 m", "0.4 m"), True), (("0 m", "0 m"), False), (("0.5 m", "0 m"), False)]
)
def test_dimensions_may_be_short_but_have_a_length(metres, agree):
    found = average_dimensions([Dimension(500.0, metres[0]), Dimension(400.0, metres[1])])
    assert found == (pytest.approx(0.001) if agree else None)


def test_half_of_the_dimensions_may_be_wrong():
    right = [Dimension(1000.0 * row, f"{row} m") for row in (2, 3, 4)]
    wrong = [Dimension(1000.0, f"{row} m") for row in (5, 6, 9)]
    assert average_dimensions([*right, *wrong[:2]]) == pytest.approx(0.001)
    assert average_dimensions([*right[:2], *wrong]) is None
    short = [Dimension(1000.0, said) for said in ("0.4 m", "0.7 m")]
    assert average_dimensions([*right[:2], *short, wrong[0]]) is None
    assert average_dimensions([*right, *short, wrong[0]]) == pytest.approx(0.001)
    assert average_dimensions([*right, Dimension(1000.0, "1.015 m")]) == pytest.approx(0.001, rel=0.01)


def test_without_evidence_a_plausible_header_is_taken():
    scale = infer_scale(Evidence(extent=3000.0, header=Header(insunits=5)))
    assert scale.best.unit == "cm"


def test_an_impossible_size_outvotes_the_header():
    assert infer_scale(Evidence(extent=45_000.0, header=Header(insunits=6))).best.unit != "m"


def test_what_a_person_says_is_only_doubted_on_good_grounds():
    doors = infer_scale(Evidence(swing=36.0, swings=12, extent=900.0, header=Header(insunits=4)))
    assert "in" in doors.contradict(0.001)
    assert doors.contradict(0.0254) == ""
    assert infer_scale(Evidence(extent=900.0, header=Header(insunits=4))).contradict(0.0254) == ""


def test_letters_and_walls_alone_have_to_tell_more_clearly():
    loose = {"letter": 15.3, "wall": 2.5, "extent": 2823.0}  # in inches, rather than centimetres
    scale = infer_scale(Evidence(**loose))
    assert 1.0 <= scale.margin < 1.5
    assert not scale.certain
    assert scale.reason == "in and cm fit almost equally well"
    assert infer_scale(Evidence(**loose, header=Header(insunits=1))).certain


@pytest.mark.parametrize(
    ("name", "usual", "spread", "most"),
    [
        ("swing", 0.86, 0.18, 6),
        ("tread", 0.28, 0.16, 4),
        ("wall", 0.15, 0.55, 3),
        ("letter", 0.2, 0.6, 3),
        ("extent", 45, 1.1, 3),
    ],
)
def test_a_size_weighs_less_the_rarer_it_is_until_it_is_nothing_usual(name, usual, spread, most):
    def rate(spreads):
        length = usual * math.exp(spreads * spread) / 0.5
        return weigh(Evidence(**{name: length}, swings=1000), "half", 0.5)[name]

    assert [rate(spreads) for spreads in (0, 1, -1, 2, 9, -9)] == pytest.approx(
        [0, -0.5, -0.5, -2, -most, -most], abs=1e-9
    )


def test_a_lead_of_one_is_enough_where_the_header_says_the_unit():
    alike = {"m": 1.0, "n": 1.0}
    scale = infer_scale(Evidence(wall=0.15, header=Header(insunits=6)), alike)
    assert (scale.margin, scale.certain) == (1.0, True)


@pytest.mark.parametrize(("spreads", "is_certain"), [(2, True), (9, False)])
def test_one_unit_is_certain_unless_it_does_not_fit_at_all(spreads, is_certain):
    scale = infer_scale(Evidence(wall=0.15 * math.exp(spreads * 0.55)), {"m": 1.0})
    assert scale.certain == is_certain
    assert scale.reason.startswith("no unit fits; m comes closest: walls are") != is_certain


def test_dimensions_agree_within_a_twentieth():
    rates = {
        metres: weigh(Evidence(dimension=1.0), "m", metres)["dimension"]
        for metres in (0.96, 1.04, 0.94, 1.06, 2.7)
    }
    assert rates == {0.96: 0, 1.04: 0, 0.94: -8, 1.06: -8, 2.7: -8}
