"""Tests against PostGIS without a server in between."""

import os
from contextlib import contextmanager

import pytest

from tests.databases import Database


@pytest.fixture
def empty_database():
    """A database of the test's own, with PostGIS and nothing else."""
    database = Database(f"imb_database_{os.getpid()}")
    database.create(migrate=False)
    database.run("CREATE EXTENSION postgis")
    yield database
    database.drop()


@pytest.fixture
def migrated_database():
    """A database of the test's own, with the map's tables."""
    database = Database(f"imb_migrated_copy_{os.getpid()}")
    database.create()
    yield database
    database.drop()


@pytest.fixture
def map_tables(transactional_db):
    """The project's own tables, empty, in Django's test database; the pool of the requests reads them."""
    from interactive_maps.mapdata.database.connections import close_pool

    with empty_tables() as cursor:
        yield cursor
    with empty_tables():
        close_pool()


@pytest.fixture(scope="module")
def published_once(django_db_setup, django_db_blocker):
    """Something of every kind, for all tests of a module."""
    from interactive_maps.mapdata.database.connections import close_pool
    from interactive_maps.mapdata.edits import publish
    from tests.database.buildings import make_campus

    with django_db_blocker.unblock():
        with empty_tables():
            publish([make_campus()])
        yield
        with empty_tables():
            close_pool()


@pytest.fixture
def standing_campus(transactional_db, published_once):
    """A cursor on a map with something of every kind, which the test leaves as it finds it."""
    from django.db import connection

    with connection.cursor() as cursor:
        yield cursor


@contextmanager
def empty_tables():
    """Give a cursor on the project's own tables, which are empty."""
    from django.db import connection

    from interactive_maps.mapdata.schema.layers import LAYERS

    assert connection.settings_dict["NAME"].startswith("test_"), "that is somebody's map"
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(layer.table for layer in LAYERS.values())} RESTART IDENTITY")
        yield cursor
