"""`import_map` with real buildings: all of an archive, one building of it, and others beside it."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from interactive_maps.mapdata.database.connections import close_pool
from tests.database.conftest import empty_tables

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
POLYTECH = DATA / "imdf" / "spbstu-polytech" / "IMDFData.zip"
DRESDEN = DATA / "osm" / "tu-dresden-apb" / "APBorig.osm"
ONE_BUILDING = "SELECT origin_key FROM buildings WHERE names->>'en' = %s"


def import_map(*arguments, **options):
    output = io.StringIO()
    call_command("import_map", *map(str, arguments), stdout=output, **options)
    return output.getvalue()


def fetch(cursor, query, *values):
    cursor.execute(query, values)
    return cursor.fetchall()


def count(cursor, *tables):
    return [fetch(cursor, f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def remember(cursor, table):
    return dict(fetch(cursor, f"SELECT origin_key, ogc_fid FROM {table}"))


@pytest.fixture(scope="module")
def imported_once(django_db_setup, django_db_blocker):
    """The archive, for all tests of the module: to read it takes long."""
    with django_db_blocker.unblock():
        with empty_tables():
            import_map(POLYTECH)
        yield
        with empty_tables():
            close_pool()


@pytest.fixture
def polytech(transactional_db, imported_once):
    """A cursor on the archive's map, which the test leaves as it finds it."""
    with connection.cursor() as cursor:
        yield cursor


def test_an_archive_is_a_venue_with_buildings_levels_units_and_openings(polytech):
    tables = ("venues", "buildings", "levels", "spaces", "openings", "occupants")
    assert count(polytech, *tables) == [1, 80, 8, 443, 472, 264]
    assert fetch(polytech, "SELECT count(*) FROM spaces WHERE level_id IS NULL OR building_id IS NULL") == [
        (0,)
    ]
    joined = "SELECT count(*) FROM openings WHERE cardinality(space_ids) >= 2"
    assert fetch(polytech, joined) == [(472,)]
    both = "SELECT count(*) FROM buildings WHERE names ? 'en' AND names ? 'ru'"
    assert (
        fetch(polytech, both)[0][0]
        == fetch(polytech, "SELECT count(*) FROM buildings WHERE names <> '{}'")[0][0]
    )

    # Rooms know the space and the building that they are.
    lost = (
        "SELECT count(*) FROM room_points r LEFT JOIN spaces s ON s.ogc_fid = r.space_id"
        " WHERE s.origin_key IS DISTINCT FROM r.origin_key"
    )
    assert fetch(polytech, lost) == [(0,)]
    assert fetch(polytech, "SELECT count(*) FROM room_points WHERE building_id IS NULL") == [(0,)]


def test_one_building_again_leaves_the_others_and_every_id_alone(polytech):
    before = {table: remember(polytech, table) for table in ("buildings", "levels", "spaces", "room_points")}
    versions = fetch(polytech, "SELECT layer, version FROM layer_version ORDER BY layer")
    home = fetch(polytech, "SELECT origin_part FROM spaces GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0][0]
    assert " 0 rows inserted, 0 updated, 0 deleted" in import_map(POLYTECH, building=home)
    assert fetch(polytech, "SELECT layer, version FROM layer_version ORDER BY layer") == versions
    polytech.execute("UPDATE spaces SET category = 'changed'")
    import_map(POLYTECH, building=home)
    assert {table: remember(polytech, table) for table in before} == before
    rest = "SELECT DISTINCT origin_part = %s FROM spaces WHERE category = 'changed'"
    assert fetch(polytech, rest, home) == [(False,)]
    import_map(POLYTECH)
    assert fetch(polytech, "SELECT count(*) FROM spaces WHERE category = 'changed'") == [(0,)]


@pytest.mark.nightly
def test_what_a_building_has_no_more_goes_and_only_that(polytech):
    home = fetch(polytech, "SELECT origin_part FROM spaces GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0][0]
    polytech.execute(
        "INSERT INTO spaces (origin, origin_key, origin_part) VALUES"
        " ('IMDFData.zip', 'gone', %s), ('IMDFData.zip', 'elsewhere', 'another')",
        [home],
    )
    import_map(POLYTECH, building=home)
    assert fetch(polytech, "SELECT origin_key FROM spaces WHERE origin_key IN ('gone', 'elsewhere')") == [
        ("elsewhere",)
    ]
    import_map(POLYTECH, append=True)
    assert count(polytech, "spaces") == [444]
    import_map(POLYTECH, replace=True)
    assert count(polytech, "spaces") == [443]


def test_a_building_that_is_not_there_is_refused_with_those_that_are(polytech):
    with pytest.raises(
        CommandError, match=r"--building: no building 'Atlantis'. Existing buildings: .+"
    ) as refused:
        import_map(POLYTECH, building="Atlantis")
    assert refused.value.returncode == 2
    assert count(polytech, "spaces") == [443]


def test_sources_live_side_by_side(polytech):
    import_map(DRESDEN)
    assert fetch(polytech, "SELECT origin, count(*) FROM spaces GROUP BY 1 ORDER BY 1") == [
        ("APBorig.osm", 477),
        ("IMDFData.zip", 443),
    ]
    assert "0 deleted, " in import_map(DRESDEN)
    call_command("remove_map", DRESDEN.name, stdout=io.StringIO())
    assert count(polytech, "spaces") == [443]
