"""Imports are counted where they can be asked about when the command that ran them is gone."""

import time

import pytest

from interactive_maps.mapdata.database.database_metrics import collect_runs, collect_versions
from interactive_maps.mapdata.edits.import_statistics import count_import
from interactive_maps.ops.errors import NotWritable


def read(collect):
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in collect()
        for sample in family.samples
    }


def test_imports_are_counted_by_how_they_went(map_tables):
    for _ in range(2):
        with count_import():
            time.sleep(0.02)
    with pytest.raises(NotWritable), count_import():
        raise NotWritable("the table takes no rows")
    samples = read(collect_runs)
    assert samples["interactive_maps_import_runs_total", "published"] == 2
    assert samples["interactive_maps_import_runs_total", "failed"] == 1
    assert 0.02 <= samples["interactive_maps_import_last_seconds", "published"] < 1
    assert abs(samples["interactive_maps_import_last_timestamp_seconds", "failed"] - time.time()) < 60


def test_where_they_cannot_be_counted_the_import_goes_on(map_tables):
    map_tables.execute("ALTER TABLE import_tally RENAME TO elsewhere")
    try:
        with count_import():
            pass
        assert read(collect_runs) == {}
    finally:
        map_tables.execute("ALTER TABLE elsewhere RENAME TO import_tally")


def test_versions_are_those_of_the_database(map_tables):
    map_tables.execute("INSERT INTO room_points (text) VALUES ('new')")
    map_tables.execute("SELECT version FROM layer_version WHERE layer = 'rooms'")
    assert read(collect_versions)["interactive_maps_layer_version", "rooms"] == map_tables.fetchone()[0]
