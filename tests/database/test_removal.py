"""`remove_map`: what imports brought is listed, and taken off the map, and nothing else is."""

import io
import itertools

import ezdxf
import pytest
from django.core.management import CommandError, call_command

from interactive_maps.mapdata.schema.layers import LAYERS

TABLES = [layer.table for layer in LAYERS.values()]


@pytest.fixture
def plans(tmp_path):
    """A plan for each of three levels, and one that tells none."""
    drawing = ezdxf.new()
    drawing.modelspace().add_text("KITCHEN", height=0.2, dxfattribs={"insert": (1, 1)})
    drawing.modelspace().add_line((0, 0), (10, 0), dxfattribs={"layer": "A-WALL"})
    paths = [tmp_path / name for name in ("level-00.dxf", "level-01.dxf", "level-02.dxf", "house.dxf")]
    for path in paths:
        drawing.saveas(path)
    return paths


def import_map(*plans, **options):
    output = io.StringIO()
    call_command("import_map", *map(str, plans), units="m", stdout=output, **options)
    return output.getvalue()


def remove_map(*sources, **options):
    output = io.StringIO()
    call_command("remove_map", *sources, stdout=output, **options)
    return output.getvalue()


def count(cursor):
    counts = []
    for table in TABLES:
        cursor.execute(f"SELECT count(*) FROM {table}")
        counts.append(cursor.fetchone()[0])
    return counts


def list_values(cursor, table, column="origin"):
    cursor.execute(f"SELECT {column} FROM {table} ORDER BY 1")
    return [value for (value,) in cursor.fetchall()]


def test_what_was_imported_is_listed(map_tables, plans, capsys):
    assert remove_map() == "Nothing was imported. Next: import_map PLAN.\n"
    import_map(*plans[:2], plans[3], source=["[red]a", "b", "c"])
    remove_map()
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    assert [[cell.strip() for cell in line.strip("│").split("│")] for line in lines] == [
        ["[red]a", "0", "1", "", "1", ""],
        ["b", "1", "1", "", "1", ""],
        ["c", "none", "1", "", "1", ""],
    ]


@pytest.mark.parametrize("named", [["a", "b"], ["b", "?"], ["[ab]"]])
def test_plans_go_with_all_that_they_brought_and_others_stay(map_tables, plans, named):
    import_map(plans[2], building="Annex")
    before = count(map_tables)
    import_map(*plans[:2], source=["a", "b"], building="House")
    map_tables.execute("INSERT INTO room_points (text) VALUES ('drawn by hand')")
    assert "Removed: a, b; 7 rows." in remove_map(*named)
    assert list_values(map_tables, "room_points", "text") == ["KITCHEN", "drawn by hand"]
    map_tables.execute("DELETE FROM room_points WHERE origin IS NULL")
    assert count(map_tables) == before
    assert list_values(map_tables, "buildings", "names->>''") == ["Annex"]


def test_a_building_stays_while_a_plan_of_it_does(map_tables, plans):
    import_map(*plans[:2], source=["a", "b"], building="House")
    remove_map("a")
    assert list_values(map_tables, "buildings", "names->>''") == ["House"]
    assert list_values(map_tables, "levels") == ["b"]
    remove_map("b")
    assert sum(count(map_tables)) == 0


def test_every_table_is_cleared_of_a_source(map_tables):
    from interactive_maps.mapdata.edits import list_sources, publish, remove
    from tests.database.buildings import make_campus

    publish([make_campus()])
    (source,) = list_sources()
    assert sum(source.rows.values()) == sum(count(map_tables))
    assert remove([source.name]) == sum(source.rows.values())
    assert sum(count(map_tables)) == 0


def test_a_dry_run_removes_nothing(map_tables, plans, capsys):
    import_map(plans[0])
    before = count(map_tables)
    assert remove_map("level-*", dry_run=True).endswith("Dry run: nothing was removed.\n")
    assert "level-00.dxf" in capsys.readouterr().out
    assert count(map_tables) == before


@pytest.mark.parametrize("sources", list(itertools.permutations(["level-00.dxf", "garage"])))
def test_who_names_what_is_not_there_is_told_what_is(map_tables, plans, sources):
    import_map(*plans[:2])
    before = count(map_tables)
    with pytest.raises(
        CommandError, match=r"no source 'garage'\. Existing sources: level-00\.dxf, level-01\.dxf"
    ) as told:
        remove_map(*sources)
    assert told.value.returncode == 2
    assert count(map_tables) == before


def test_who_has_not_migrated_is_told_to(map_tables):
    map_tables.execute("ALTER TABLE venues RENAME TO elsewhere")
    try:
        with pytest.raises(CommandError, match=r"[Rr]un `manage\.py migrate`") as told:
            remove_map()
    finally:
        map_tables.execute("ALTER TABLE elsewhere RENAME TO venues")
    assert told.value.returncode == 1


def test_an_import_tells_what_else_is_on_the_map(map_tables, plans):
    assert "Also on the map" not in import_map(plans[0])
    assert "Also on the map" not in import_map(plans[0])
    assert "Also on the map: level-00.dxf. " in import_map(plans[1])
    import_map(*plans[:3], source=["a", "b", "c"])
    assert "Also on the map: a, b, c and 2 more. " in import_map(plans[2])


def test_a_plan_of_no_level_beside_others_is_told_to_say_it(map_tables, plans):
    assert "--level 0" not in import_map(plans[3])
    assert "--level 0" not in import_map(plans[0])
    assert "set the level of house.dxf, --level 0" in import_map(plans[3])
    assert "--level 0" not in import_map(plans[3], level=[0.0])


def test_a_plan_that_nobody_can_walk_on_is_told_so(map_tables, plans, tmp_path):
    assert "there are no routes yet" in import_map(plans[0])
    drawing = ezdxf.readfile(plans[0])
    drawing.modelspace().add_line((1, 1), (5, 1), dxfattribs={"layer": "X-NETWORK"})
    drawing.saveas(tmp_path / "walkable.dxf")
    assert "there are no routes yet" not in import_map(tmp_path / "walkable.dxf", level=[0.0])
