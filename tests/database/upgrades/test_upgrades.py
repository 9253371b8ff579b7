"""A database of an older release becomes, by ``migrate`` alone, what a fresh one is; its data and versions stay."""

import os
import subprocess
from pathlib import Path

import pytest

from interactive_maps.mapdata.schema.layers import LAYERS
from tests.databases import Database

DUMPS = sorted(Path(__file__).parent.glob("*.sql"))  # by make-dump, one a release
TABLES = [layer.table for layer in LAYERS.values()]
OLD_TABLES = [table for table in TABLES if table != "signs"]  # those of the oldest dump
OURS = (
    "pronamespace = 'public'::regnamespace AND prokind = 'f'"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND deptype = 'e')"
)
# What a release makes, in the words of the catalogue.
MADE = {
    "functions": f"SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE {OURS} ORDER BY 1",
    "triggers": "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "columns": "SELECT table_name, column_name, udt_name, column_default FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "comments": "SELECT obj_description('search_entries'::regclass, 'pg_class')",
    "migrations": "SELECT app, name FROM django_migrations ORDER BY 1, 2",
}
SEARCH = {
    "entries": "TABLE search_entries ORDER BY layer, feature_id",
    "words": "TABLE search_words ORDER BY word",
}


@pytest.fixture(scope="module")
def fresh_database():
    database = Database(f"imb_fresh_{os.getpid()}")
    database.create()
    yield database
    database.drop()


@pytest.fixture(params=DUMPS, ids=lambda path: path.stem)
def old_database(empty_database, request):
    command = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-f", str(request.param)]
    subprocess.run(
        command, env=empty_database.make_environment(), check=True, timeout=120, capture_output=True
    )
    return empty_database


def read_rows(database, columns=None, tables=TABLES):
    """Return the rows of all layers as objects by table, with ``columns`` (by table) alone."""
    rows = {}
    for table in tables:
        rows[table] = [
            row for (row,) in database.fetch(f"SELECT to_jsonb(t) FROM {table} t ORDER BY ogc_fid")
        ]
        if columns:
            rows[table] = [{name: row[name] for name in columns[table]} for row in rows[table]]
    return rows


def copy_rows(source, target):
    """Bring the rows of all layers into a database that has none, as they are: what is referred to comes first."""
    with source.connect() as reader, target.connect() as writer:
        for table in TABLES:
            names = ", ".join(read_columns(source, table))
            with (
                reader.cursor().copy(f"COPY {table} ({names}) TO STDOUT") as rows,
                writer.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy,
            ):
                for line in rows:
                    copy.write(line)


def read_columns(database, table):
    query = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{}'"
    return [name for (name,) in database.fetch(query.format(table))]


def test_migrate_makes_of_it_what_a_fresh_one_is(old_database, fresh_database):
    before = read_rows(old_database, tables=OLD_TABLES)
    columns = {table: rows[0].keys() for table, rows in before.items() if rows}
    assert columns.keys() == set(OLD_TABLES), "the dump has something of every kind"
    versions = old_database.fetch("TABLE layer_version ORDER BY layer")
    output = old_database.manage("migrate")
    assert "Fix the problems" not in output, output
    for kind, query in MADE.items():
        assert old_database.fetch(query) == fresh_database.fetch(query), kind
    assert read_rows(old_database, columns, OLD_TABLES) == before
    layers = {layer for layer, *_ in versions}  # those that are new have versions of their own
    after = old_database.fetch("TABLE layer_version ORDER BY layer")
    assert [version for version in after if version[0] in layers] == versions

    copy_rows(old_database, fresh_database)
    assert read_rows(fresh_database) == read_rows(old_database)
    for kind, query in SEARCH.items():
        found = old_database.fetch(query)
        assert found, kind
        assert found == fresh_database.fetch(query), kind


def test_the_next_change_counts_and_is_found(old_database):
    old_database.manage("migrate")
    version = "SELECT version FROM layer_version WHERE layer = 'rooms'"
    old_database.run("UPDATE layer_version SET version = 7")
    old_database.run("UPDATE room_points SET text = 'Planetarium' WHERE ogc_fid = 1")
    assert old_database.fetch(version)[0][0] > 1_700_000_000_000, "the clock's, not the next one"
    assert old_database.fetch("SELECT feature_id FROM search_entries WHERE keys LIKE '%planetarium%'") == [
        (1,)
    ]


# What a release after the first might have made otherwise, or somebody changed by hand, under the same names.
OTHER_DEFINITIONS = """
DROP INDEX idx_room_points_text; CREATE INDEX idx_room_points_text ON room_points (lower(text));
DROP INDEX idx_spaces_origin; CREATE INDEX idx_spaces_origin ON spaces (origin) WHERE origin IS NOT NULL;
DROP INDEX idx_base_floor_level_size; CREATE INDEX idx_base_floor_level_size ON base_floor (level);
DROP INDEX idx_levels_geom; CREATE INDEX idx_levels_geom ON room_points (text);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_venues_geom'::regclass;
ALTER TABLE closures ALTER created_at SET DEFAULT '2000-01-01';
ALTER TABLE layer_version ALTER version SET DEFAULT 1, ALTER changed_at DROP DEFAULT;
"""


def test_indexes_and_defaults_of_the_same_name_become_those_of_this_release(old_database, fresh_database):
    old_database.run(OTHER_DEFINITIONS)
    old_database.manage("migrate")
    for kind in ("indexes", "columns"):
        assert old_database.fetch(MADE[kind]) == fresh_database.fetch(MADE[kind]), kind
    assert old_database.fetch("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(0,)]
    made = "SELECT oid FROM pg_class WHERE relkind = 'i' ORDER BY 1"
    before = old_database.fetch(made)
    old_database.manage("migrate")
    assert old_database.fetch(made) == before, "a second run makes no index anew"
