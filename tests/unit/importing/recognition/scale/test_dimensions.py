"""Dimensions that are only lines and figures, measured between the marks beside their text."""

import math

import pytest

from interactive_maps.importing.drawing import Header
from interactive_maps.importing.recognition.scale import dimensions
from interactive_maps.importing.recognition.scale.dimensions import measure_dimensions, read_dimension
from tests.unit.importing.recognition.plans import draw, write


def chain(spans, factor=1.0, says="{:.2f}", *, at=0.0, beside=0.15, aside=0.0, height=0.2, ticks=0.3):
    """Return the lines and texts of a chain of dimensions (metres), drawn with so many units to the metre."""
    lines, texts, x = [], [], 0.0
    for span in spans:
        end = x + span * factor
        lines.append((x, at, end, at))
        lines += [(place, at - ticks, place, at + ticks) for place in (x, end)]
        texts.append(write(says.format(span), (x + end) / 2 + aside * span * factor, at + beside, height))
        x = end
    return lines, texts


def measure(*chains):
    lines = [line for one, _ in chains for line in one]
    texts = [text for _, some in chains for text in some]
    return measure_dimensions(draw(lines, texts).build())


@pytest.mark.parametrize("factor", [1.0, 0.5, 4.0])
def test_what_most_spans_agree_on_comes_first(factor):
    best = measure(chain([3.0, 2.45, 4.1, 1.85], factor))[0]
    assert best.metres_per_unit == pytest.approx(1 / factor, rel=0.01)
    assert (best.votes, best.of) == (4, 4)


def test_a_few_wrong_ones_are_outvoted():
    found = measure(chain([3.0, 2.45, 4.1, 1.85]), chain([3.6], 2.0, at=5), chain([2.2], 3.0, at=10))
    assert found[0].metres_per_unit == pytest.approx(1, rel=0.01)
    assert (found[0].votes, found[0].of, len(found)) == (4, 6, 1)


def test_ticks_may_slant_either_way():
    lines, texts = chain([3.0, 2.45, 4.1, 1.85], ticks=0.0)
    for row, place in enumerate((0.0, 3.0, 5.45, 9.55, 11.4)):
        way = -1 if row % 2 else 1
        lines.append((place - 0.1 * way, -0.1, place + 0.2 * way, 0.2))
    best = measure((lines, texts))[0]
    assert best.metres_per_unit == pytest.approx(1, rel=0.01)
    assert (best.votes, best.of) == (4, 4)


def test_of_very_many_lines_a_share_is_measured(monkeypatch):
    lines, texts = chain([3.0, 2.45, 4.1, 1.85])
    monkeypatch.setattr(dimensions, "_MOST_SEGMENTS", len(lines))
    assert measure(([line for line in lines for _ in range(3)], texts)) == measure((lines, texts)) != []


def test_every_other_line_is_left_out_of_twice_as_many(monkeypatch):
    lines, texts = chain([3.0, 2.45, 4.1, 1.85])
    marks = [
        (text.centre[0] + off, -0.3, text.centre[0] + off, 0.3)
        for text in texts
        for off in (-float(text.text) / 4, float(text.text) / 4)
    ]
    others = (marks * 2)[: len(lines)]
    mixed = [line for pair in zip(lines, others, strict=True) for line in pair]
    assert measure((mixed, texts)) != measure((lines, texts))
    monkeypatch.setattr(dimensions, "_MOST_SEGMENTS", len(lines))
    assert measure((mixed, texts)) == measure((lines, texts))


@pytest.mark.parametrize(("low", "high"), [(-0.3, 0), (0, 0.3), (-0.3, -0.02), (0.02, 0.3)])
def test_marks_may_end_at_their_line(low, high):
    lines, texts = chain([3.0, 2.45, 4.1, 1.85])
    ended = [line if line[0] != line[2] else (line[0], low, line[2], high) for line in lines]
    assert measure((ended, texts))[0].votes == 4
    apart = [line if line[0] != line[2] else (line[0], low + 0.1, line[2], high + 0.1) for line in lines]
    assert (measure((apart, texts)) == []) == (low >= 0)


def test_two_dimensions_are_too_few():
    assert measure(chain([3.0, 2.45])) == []
    assert measure(chain([3.0, 2.45, 4.1])) != []
    assert measure() == []


def test_a_text_off_its_line_or_off_the_middle_measures_nothing():
    spans = [3.0, 2.45, 4.1, 1.85]
    assert measure(chain(spans, beside=0.3))
    assert measure(chain(spans, beside=0.5)) == []
    assert measure(chain(spans, aside=0.05))[0].votes == 4
    assert not any(
        one.metres_per_unit == pytest.approx(1, rel=0.01) for one in measure(chain(spans, aside=0.2))
    )


@pytest.mark.parametrize("aside", [-0.15, -0.1, 0.1, 0.15])
def test_a_text_stands_near_the_middle_of_what_it_measures(aside):
    found = measure(chain([3.0, 2.45, 4.1, 1.85], aside=aside))
    assert any(one.metres_per_unit == pytest.approx(1, rel=0.01) for one in found) == (abs(aside) < 0.12)


def test_figures_that_differ_by_a_hundredth_either_way_agree():
    lines, _ = chain([3.0, 2.45, 4.1])
    texts = [write(said, x, 0.15) for said, x in (("3.00", 1.5), ("2.475", 4.225), ("4.059", 7.5))]
    (best,) = measure((lines, texts))
    assert (best.votes, best.metres_per_unit) == (3, pytest.approx(1, rel=0.015))


def test_scales_that_differ_by_more_than_some_hundredths_are_told_apart():
    def find(factor):
        chains = chain([3.0, 2.45, 4.1, 1.85, 2.2]), chain([3.0, 2.45, 4.1, 1.85], factor, at=9)
        return [one.metres_per_unit for one in measure(*chains)]

    assert find(1.03) == [pytest.approx(1, rel=0.02)]
    assert find(1.048) == pytest.approx([1, 1 / 1.048], rel=0.015)
    assert find(1.07) == pytest.approx([1, 1 / 1.07], rel=0.02)
    assert find(1 / 1.07) == pytest.approx([1, 1.07], rel=0.02)


def test_short_spans_are_measured_as_well():
    best = measure(chain([0.27, 0.22, 0.28, 0.24], height=0.2))[0]
    assert best.votes >= 3
    assert best.metres_per_unit == pytest.approx(1, rel=0.03)


def test_of_a_long_chain_every_text_measures_its_own_span():
    spans = [3.0, 2.45, 4.1, 1.85, 2.2, 3.3, 2.75] * 2
    best = measure(chain(spans))[0]
    assert (best.votes, best.of, best.metres_per_unit) == (14, 14, pytest.approx(1, rel=0.01))


def test_a_line_that_lies_elsewhere_is_beside_no_text():
    lines, texts = chain([3.0, 2.45, 4.1, 1.85])
    marks = [line for line in lines if line[0] == line[2]]
    assert measure(([*marks, (0, 0, 12, 0)], texts)) != []
    for away in ((100, 0, 110, 0), (-110, 0, -100, 0)):
        assert measure(([*marks, away], texts)) == []


@pytest.mark.parametrize("ticks", [0.05, 0.1, 0.2])
def test_marks_may_be_shorter_than_figures(ticks):
    assert measure(chain([3.0, 2.45, 4.1, 1.85], ticks=ticks))[0].votes == 4


def test_lines_without_marks_measure_nothing():
    assert measure(chain([3.0, 2.45, 4.1, 1.85], ticks=0.02)) == []


@pytest.mark.parametrize("degrees", [30, 90, 180])
def test_a_turned_sheet_measures_the_same(degrees):
    lines, texts = chain([3.0, 2.45, 4.1, 1.85])
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def turn(x, y):
        return x * cosine - y * sine, x * sine + y * cosine

    turned = [(*turn(*line[:2]), *turn(*line[2:])) for line in lines]
    written = [write(text.text, *turn(*text.centre), degrees=degrees) for text in texts]
    (best, *_) = measure((turned, written))
    assert (best.votes, best.metres_per_unit) == (4, pytest.approx(1, rel=0.01))


def test_figures_without_a_unit_may_be_millimetres_or_centimetres():
    found = measure(chain([3.0, 2.4, 4.1, 1.8], says="{:.1f}00"))  # "3.000" is in metres
    assert [one.metres_per_unit for one in found] == [pytest.approx(1, rel=0.01)]
    lines, _ = chain([3.0, 2.4, 4.1, 1.8])
    texts = [
        write(f"{span * 1000:.0f}", x, 0.15) for span, x in ((3.0, 1.5), (2.4, 4.2), (4.1, 7.45), (1.8, 10.4))
    ]
    found = measure((lines, texts))
    assert sorted(one.metres_per_unit for one in found) == pytest.approx([1, 10], rel=0.01)
    assert {one.votes for one in found} == {4}


@pytest.mark.parametrize(
    ("said", "metres"),
    [
        ("10", (0.01, 0.1)),
        ("9", ()),
        ("0", ()),
        ("0.00", ()),
        ("3.5", ()),
        ("12.5", (0.0125, 0.125)),
        ("3.50", (3.5,)),
        ("3,505", (3.505,)),
        ("0.90", (0.9,)),
        ("0,625", (0.625,)),
        ("0.5 m", (0.5,)),
        ("1 cm", (0.01,)),
        ("35 cm", (0.35,)),
        ("35CM", (0.35,)),
        ("2 M", (2.0,)),
        ("12'", (3.6576,)),
        ("1.5'", (0.4572,)),
        ('6"', (0.1524,)),
        ("6''", (0.1524,)),
        ('1/2"', (0.0127,)),
        ('2 1/4"', (0.05715,)),
        ('2-1/4"', (0.05715,)),
        ("10' - 6\"", (3.2004,)),
        ('1/0"', ()),
        ("'", ()),
        ("0'", ()),
        ("", ()),
        ("R 12", ()),
    ],
)
def test_what_figures_may_say(said, metres):
    assert read_dimension(said) == pytest.approx(metres)


def test_a_quarter_of_what_can_be_measured_is_enough():
    agreeing = chain([3.0, 2.45, 4.1, 1.85])
    others = [chain([3.0], 1.2**number, at=5 * number) for number in range(1, 14)]
    (best,) = measure(agreeing, *others[:12])
    assert (best.votes, best.of) == (4, 16)
    assert measure(agreeing, *others) == []


def test_three_dimensions_apart_from_each_other_agree():
    (best,) = measure(chain([3.0]), chain([2.45], at=5), chain([4.1], at=10))
    assert (best.votes, best.of) == (3, 3)


def test_at_most_four_hundred_figures_are_measured():
    (best, *_) = measure(chain([2.0] * 410))
    assert (best.votes, best.of) == (400, 400)


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize(("gap", "is_measured"), [(0.7, True), (0.85, False)])
def test_a_line_may_leave_space_for_its_figures(side, gap, is_measured):
    lines, texts = chain([3.0, 2.45, 4.1, 1.85])
    marks = [line for line in lines if line[0] == line[2]]
    middles = [text.centre[0] for text in texts]
    pieces = [(x + side * gap, 0, x + side * (gap + 0.05), 0) for x in middles]
    assert bool(measure(([*marks, *pieces], texts))) == is_measured


@pytest.mark.parametrize(("rise", "is_measured"), [(0.01, True), (0.03, False)])
def test_a_line_runs_along_its_figures(rise, is_measured):
    chains = [chain([span], at=at) for span, at in ((3.0, 0), (2.45, 5), (4.1, 10))]
    turned = [
        ([(x, y - rise * (z - x) / 2, z, w + rise * (z - x) / 2) for x, y, z, w in lines], texts)
        for lines, texts in chains
    ]
    assert bool(measure(*turned)) == is_measured


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize(("between", "is_measured"), [(4, True), (5, False)])
def test_five_marks_on_either_side_are_looked_at(side, between, is_measured):
    def draw_one(span, at):
        lines, texts = chain([span], at=at)
        near = [span / 2 + side * (0.3 + 0.05 * mark) for mark in range(between)]
        return [*lines, *((x, at - 0.3, x, at + 0.3) for x in near)], texts

    assert bool(measure(draw_one(3.0, 0), draw_one(2.45, 5), draw_one(4.1, 10))) == is_measured


def test_on_a_sheet_areas_between_walls_are_no_dimensions():
    millimetre = 0.001
    lines, texts = chain(
        [3.0, 2.45, 4.1, 1.85], 10.0, height=2.5, beside=2.0, ticks=3.0
    )  # 1:100, in millimetres
    for row in range(20):
        more, areas = chain([14.5], 10.0, "49,3", at=100.0 + 50 * row, height=2.5, beside=2.0, ticks=3.0)
        lines, texts = [*lines, *more], [*texts, *areas]
    builder = draw(lines, texts)
    best = measure_dimensions(builder.build(Header(paper_unit=millimetre)))[0]
    assert best.metres_per_unit == pytest.approx(100 * millimetre, rel=0.01)
    assert (best.votes, best.of) == (4, 4)
