"""Tests against PostGIS without a server in between."""

import os

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
def map_tables(transactional_db):
    """The project's own tables, empty, in Django's test database; the pool of the requests reads them."""
    from django.db import connection

    from interactive_maps.mapdata.connections import close_pool

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE room_points, base_floor, nav_edges_final RESTART IDENTITY")
        yield cursor
        cursor.execute("TRUNCATE room_points, base_floor, nav_edges_final RESTART IDENTITY")
    close_pool()
