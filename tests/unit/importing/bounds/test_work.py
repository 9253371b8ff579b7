"""Plans twice as large are twice the work, whatever shape they have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from interactive_maps.importing.network import join_levels
from tests.unit.importing.bounds import plans
from tests.unit.importing.bounds.work import count_calls, import_text
from tests.unit.importing.network.maps import build, door, room

# Two is linear, four is n squared; what does not grow lowers both.
MOST_GROWTH = 2.8


def measure_growth(write: Callable[[int], str], count: int, path) -> float:
    import_text(write(8), path)  # what is loaded once
    texts = write(count), write(2 * count)
    once, twice = (count_calls(lambda text=text: import_text(text, path)) for text in texts)
    return twice / once


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (plans.pile_texts, "plan.dxf"),
        (plans.repeat_texts, "plan.dxf"),
        (plans.stack_texts, "plan.dxf"),
        (plans.stack_drawn_levels, "plan.osm"),
    ],
)
def test_a_file_twice_as_large_is_twice_the_work(write, name, tmp_path):
    assert measure_growth(write, 400, tmp_path / name) < MOST_GROWTH


def test_outer_doors_do_not_look_at_every_room():
    def make(count: int) -> None:
        rooms = [room(f"r{number:04}", 6 * number, 0, 5, 5) for number in range(count)]
        build(rooms, [door(f"d{number:04}", 6 * number + 2, 0) for number in range(count)])

    make(2)
    assert count_calls(lambda: make(120)) / count_calls(lambda: make(60)) < MOST_GROWTH


def test_joining_levels_does_not_look_at_every_edge(tmp_path):
    def draw(count: int, name: str):
        lines = [plans.write_line(0, 3 * n, 8, 3 * n, "X-NETWORK") for n in range(count)]
        lines += [plans.write_line(8, 3 * n, 9, 3 * n, "X-NETWORK-EVTR") for n in range(count)]
        return import_text(plans.write_dxf(lines), tmp_path / name)

    def measure(count: int) -> int:
        drafts = [draw(count, "level-00.dxf"), draw(count, "level-01.dxf")]
        return count_calls(lambda: join_levels(drafts))

    measure(2)
    assert measure(200) / measure(100) < MOST_GROWTH
