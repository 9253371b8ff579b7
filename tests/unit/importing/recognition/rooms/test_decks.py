"""A porch is a space although no wall encloses it: boards beside the house, with a name on them."""

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.doors import Evidence, Threshold
from interactive_maps.importing.recognition.hanging import hang_doors
from interactive_maps.importing.recognition.labels.reading import LabelReader, read_texts
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.rooms import Region
from interactive_maps.importing.recognition.rooms.decks import find_decks
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.plans import plan, write

HOUSE = box(0, 0, 6, 4)
BOARDS = [(0.1 * step, -2.2, 0.1 * step, -0.2) for step in range(10, 41)]


def find(*texts, boards=BOARDS) -> list[tuple[float, ...]]:
    """Return the extents of the decks beside a house."""
    made = plan(boards, texts)
    shift = np.array(made.origin)
    house = box(*(np.array(HOUSE.bounds).reshape(2, 2) - shift).ravel())
    reader = LabelReader(load_rules().labels, lambda name: "other")
    decks = find_decks(made, read_texts(made, reader, Limits()), [house])
    assert all(deck.deck for deck in decks)
    return [
        tuple((np.array(deck.area.bounds).reshape(2, 2) + shift).round(1).ravel().tolist()) for deck in decks
    ]


PORCH = write("PORCH", 2.5, -1)


def test_boards_with_the_name_of_a_porch_are_one():
    assert find(PORCH) == [(1.0, -2.2, 4.0, -0.2)]
    assert find(PORCH, write("TERRASSE", 2.5, -1.5)) == [(1.0, -2.2, 4.0, -0.2)]


@pytest.mark.parametrize(
    "text",
    [write("OFFICE", 2.5, -1), write("PORCH", 2.5, -4), write("PORCH", 2.5, 2)],
    ids=["another name", "beside the boards", "indoors"],
)
def test_without_such_a_name_on_them_boards_are_a_pattern(text):
    assert find(text) == []


def test_a_text_may_hide_some_boards_and_a_dimension_may_run_along_them():
    torn = [line for index, line in enumerate(BOARDS) if index not in {14, 15}]
    assert find(PORCH, boards=torn) == [(1.0, -2.2, 4.0, -0.2)]
    assert find(PORCH, boards=[*BOARDS, (2.05, -9, 2.05, -0.2)]) == [(1.0, -2.2, 4.0, -0.2)]


@pytest.mark.parametrize(
    "boards",
    [
        BOARDS[:7],
        [(3 * x, south, 3 * x, north) for x, south, _, north in BOARDS],
        [(x, south - 2, x, north - 2) for x, south, _, north in BOARDS],
    ],
    ids=["few", "as far apart as treads", "away from the house"],
)
def test_other_rows_are_no_decks(boards):
    middle = np.mean(np.array(boards).reshape(-1, 2), axis=0)
    assert find(write("PORCH", *middle.tolist()), boards=boards) == []


@pytest.mark.parametrize(("evidence", "leads"), [(Evidence.SWING, True), (Evidence.GAP, False)])
def test_a_window_leads_to_no_deck_but_a_door_does(evidence, leads):
    regions = [Region(HOUSE), Region(box(0, -2.2, 6, -0.2), deck=True)]
    lines = np.array([[1.0, -0.2, 2, -0.2], [1, 0, 2, 0]])
    door = Threshold((4.0, -0.1), (5.0, -0.1), Evidence.SWING, lines + np.array([3, 0, 3, 0]), 0.2)
    other = Threshold((1.0, -0.1), (2.0, -0.1), evidence, lines, 0.2)
    found = hang_doors(plan([(0, 0, 1, 0)]), [door, other], regions, Account())
    assert [one.rooms for one in found if one.middle[0] < 3] == ([(0, 1)] if leads else [])
    assert len(found) == 1 + leads
