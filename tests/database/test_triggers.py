"""Functions and triggers that differ from this release's in anything are replaced by ``migrate``; others are not."""

import pytest
from django.db import transaction

from interactive_maps.mapdata.provisioning import provision_tables

OURS = (
    "SELECT 'f', proname, xmin::text, pg_get_functiondef(oid) FROM pg_proc WHERE proname ~"
    " '^(count_layer|tell_layer|leap_over|search_)' AND pronamespace = current_schema()::regnamespace UNION ALL"
    " SELECT 't', tgrelid::regclass || tgname, xmin::text, tgenabled::text || pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal ORDER BY 1, 2"
)
CHANGES = {
    "a body": "CREATE OR REPLACE FUNCTION tell_layer_change() RETURNS trigger LANGUAGE plpgsql"
    " SET search_path = pg_temp AS 'BEGIN RETURN NULL; END'",
    "a search path": "ALTER FUNCTION count_layer_change() SET search_path = pg_temp",
    "no search path": "ALTER FUNCTION tell_layer_change() RESET ALL",
    "whose rights": "ALTER FUNCTION count_layer_change() SECURITY INVOKER",
    "an argument": "CREATE OR REPLACE TRIGGER interactive_maps_count_insert AFTER INSERT ON room_points"
    " REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_layer_change('spaces')",
    "an event": "CREATE OR REPLACE TRIGGER interactive_maps_count_update AFTER UPDATE OF text ON room_points"
    " FOR EACH STATEMENT EXECUTE FUNCTION count_layer_change('rooms')",
    "a condition": "CREATE OR REPLACE TRIGGER interactive_maps_tell AFTER DELETE ON closures"
    " FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION tell_layer_change('closures')",
    "a search trigger": "CREATE OR REPLACE TRIGGER interactive_maps_search_insert AFTER INSERT ON room_points"
    " REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_keep_points()",
    "a disabled one": "ALTER TABLE closures DISABLE TRIGGER interactive_maps_tell",
    "the leap after a restore": "CREATE OR REPLACE FUNCTION leap_over_lost_versions() RETURNS trigger"
    " LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
}


def read_made(cursor):
    cursor.execute(OURS)
    return {(kind, name): (row, text) for kind, name, row, text in cursor.fetchall()}


def provision(cursor):
    with transaction.atomic():
        assert provision_tables(cursor) == []
    return read_made(cursor)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_differs_is_replaced_and_nothing_else(map_tables, change):
    """A row of the catalogue that is not written keeps its xmin."""
    if "leap_over" in change:
        map_tables.execute(change.replace("NULL", "NEW"))
        provision(map_tables)
    before = provision(map_tables)
    map_tables.execute(change)
    changed = read_made(map_tables)
    differs = {name for name in before if before[name] != changed[name]}
    assert differs
    after = provision(map_tables)
    assert {name: text for name, (_, text) in after.items()} == {
        name: text for name, (_, text) in before.items()
    }
    replaced = {name for name in after if after[name] != changed[name]}
    # The triggers of one table and purpose are made together.
    assert differs <= replaced
    assert {kind for kind, _ in replaced} == {kind for kind, _ in differs}
    assert len(replaced) <= 4
    assert provision(map_tables) == after
    map_tables.execute("DROP FUNCTION IF EXISTS leap_over_lost_versions()")
