"""`import_map` with drawings that are a building's levels."""

import io
import json

from django.core.management import call_command

from tests.database.test_building_imports import fetch, import_map


def test_drawings_are_the_levels_of_the_building_that_is_named(map_tables, tmp_path):
    call_command("make_demo", str(tmp_path), levels=2, rooms=40, stdout=io.StringIO())
    plans = sorted(tmp_path.glob("*.dxf"))
    import_map(*plans, rules=tmp_path / "plan.toml")
    [(name, building)] = fetch(map_tables, "SELECT names->>'', ogc_fid FROM buildings")
    assert name in (tmp_path / "plan.toml").read_text()
    levels = "SELECT level, names->>'', building_ids FROM levels ORDER BY level"
    assert fetch(map_tables, levels) == [(0.0, "Ground Floor", [building]), (1.0, "Level 1", [building])]
    assert fetch(map_tables, "SELECT DISTINCT building_id FROM room_points") == [(building,)]
    import_map(plans[0], rules=tmp_path / "plan.toml", building="Annex", level_name=["Erdgeschoss"])
    assert fetch(map_tables, levels)[0][:2] == (0.0, "Erdgeschoss")
    assert [
        json.loads(names) for (names,) in fetch(map_tables, "SELECT names::text FROM buildings ORDER BY 1")
    ] == [
        {"": "Annex"},
        {"": name},
    ]
