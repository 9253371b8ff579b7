"""Imports that pass their budget, or break down, leave the map as it was."""

from __future__ import annotations

import ezdxf
import pytest
from django.core.management import CommandError, call_command

ROWS = (
    "SELECT origin_key, text FROM room_points UNION ALL SELECT origin_key, layer FROM base_floor ORDER BY 1"
)


def draw(path, lines):
    drawing = ezdxf.new()
    drawing.modelspace().add_text("KITCHEN", height=0.2, dxfattribs={"insert": (1, 1)})
    for number in range(lines):
        drawing.modelspace().add_line((0, number), (10, number), dxfattribs={"layer": "A-WALL"})
    drawing.saveas(path)


def list_rows(cursor):
    cursor.execute(ROWS)
    return cursor.fetchall()


@pytest.mark.parametrize("option", ["--max-memory", "--max-seconds"])
def test_a_plan_beyond_its_budget_changes_nothing(map_tables, tmp_path, option):
    plan = tmp_path / "level-00.dxf"
    draw(plan, 3)
    call_command("import_map", str(plan))
    before = list_rows(map_tables)
    assert len(before) == 4
    draw(plan, 12_000)
    with pytest.raises(CommandError, match=f"raise {option} .nothing was imported.") as refusal:
        call_command("import_map", str(plan), option, "1")
    assert refusal.value.returncode == 2
    assert list_rows(map_tables) == before
