"""A database that does not let us in, or do our work, says so in one sentence, to people and to machines."""

import json
import os
import subprocess
import sys

import httpx
import pytest

from interactive_maps.mapdata.database.connection_errors import explain_connection_error, is_refusal
from interactive_maps.ops.errors import DatabaseRefused
from tests.databases import ROOT
from tests.e2e.servers import run_server

COMMANDS = (
    ["migrate"],
    ["describe_map"],
    ["remove_map"],
    ["check_graph"],
    ["closures"],
    ["close", "door", "1"],
    ["open", "1"],
    ["backup", "never.imb"],
    ["export_map", "never.zip", "--format", "imdf"],
    ["import_map", "../shared/data/cases/tiny.geojson"],
)
PLAN = ROOT.parent / "shared/data/cases/tiny.geojson"
NEWEST = max(path.stem for path in (ROOT / "interactive_maps/mapdata/migrations").glob("0*.py"))
REFUSED, AWAY = "refuses the login", "cannot be reached"


def manage(database, *words, **changes):
    """Run manage.py against the database with other settings, and return its exit code and what it says."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**database.make_environment(), **changes},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    return done.returncode, said.strip()


@pytest.fixture
def role(empty_database):
    """A role that may log in to the empty database, and nothing else."""
    name = f"guest_{os.getpid()}"
    empty_database.run(
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE {name} LOGIN PASSWORD 'guest'"
    )
    yield name
    empty_database.run(f"DROP OWNED BY {name}; DROP ROLE {name}")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"POSTGRES_PASSWORD": "wrong"}, (REFUSED, "password authentication failed", "POSTGRES_PASSWORD")),
        pytest.param(
            {"POSTGRES_PASSWORD": "", "PGPASSWORD": ""},
            (REFUSED, "no password supplied"),
            marks=pytest.mark.nightly,
        ),
        pytest.param(
            {"POSTGRES_USER": "nobody_of_that_name"}, (REFUSED, "POSTGRES_USER"), marks=pytest.mark.nightly
        ),
        ({"POSTGRES_DB": "no_such_map"}, (REFUSED, '"no_such_map" does not exist', "POSTGRES_DB")),
        pytest.param({"PGSSLMODE": "require"}, (REFUSED, "SSL", "PGSSLMODE"), marks=pytest.mark.nightly),
        pytest.param(  # as every command
            {"POSTGRES_PORT": "1"}, (AWAY, "127.0.0.1:1", "Connection refused"), marks=pytest.mark.nightly
        ),
        pytest.param(
            {"POSTGRES_HOST": "no-such-host.invalid"},
            (AWAY, "no-such-host.invalid"),
            marks=pytest.mark.nightly,
        ),
    ],
    ids=["password", "no password", "role", "database", "encryption", "port", "host"],
)
def test_14_migrate_says_in_one_sentence_why_it_cannot_log_in(empty_database, changes, words):
    code, said = manage(empty_database, "migrate", **changes)
    assert code == 1
    assert len(said.splitlines()) == 1, said
    for word in words:
        assert word in said


# All in one process, as starting it takes longer than they do.
RUN_ALL = """
import contextlib, io, json, sys
import django
django.setup()
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.utils import OperationalError
results = {}
for words in json.loads(sys.argv[1]):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            call_command(*words)
        results[words[0]] = [0, ""]
    except CommandError as error:
        results[words[0]] = [error.returncode, str(error)]
print(json.dumps(results))
"""


@pytest.mark.parametrize(
    ("changes", "word"),
    [({"POSTGRES_PASSWORD": "wrong"}, REFUSED), ({"POSTGRES_PORT": "1"}, AWAY)],
    ids=["refused", "away"],
)
def test_14_so_does_every_command(empty_database, changes, word):
    commands = [command for command in COMMANDS if command[0] != "import_map" or PLAN.exists()]
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL, json.dumps(commands)],
        cwd=ROOT,
        env={**empty_database.make_environment(), **changes},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr == ""  # neither a trace nor the pool's complaints
    results = json.loads(done.stdout)
    assert {name: code for name, (code, _) in results.items()} == {name: 1 for name, *_ in commands}
    assert [name for name, (_, said) in results.items() if said.count(word) != 1] == []
    assert [name for name, (_, said) in results.items() if word == REFUSED and AWAY in said] == []


def test_14_so_do_the_commands_of_django(empty_database):
    code, said = manage(empty_database, "showmigrations", POSTGRES_PASSWORD="wrong")
    assert (code, len(said.splitlines())) == (1, 1), said
    assert REFUSED in said


def test_14_a_role_that_may_not_create(empty_database, role):
    code, said = manage(empty_database, "migrate", POSTGRES_USER=role, POSTGRES_PASSWORD="guest")
    assert code == 1
    assert len(said.splitlines()) == 1, said
    assert "permission denied" in said
    assert "owner" in said


def test_14_a_role_that_may_not_create_the_extension(empty_database, role):
    empty_database.run(f"DROP EXTENSION postgis; GRANT CREATE ON SCHEMA public TO {role}")
    code, said = manage(empty_database, "migrate", POSTGRES_USER=role, POSTGRES_PASSWORD="guest")
    assert (code, len(said.splitlines())) == (1, 1), said
    assert "CREATE EXTENSION postgis" in said


def test_14_a_database_that_only_reads(empty_database):
    empty_database.run(f"ALTER DATABASE {empty_database.name} SET default_transaction_read_only = on")
    code, said = manage(empty_database, "migrate")
    assert (code, len(said.splitlines())) == (1, 1), said
    assert "Run migrate against the primary" in said


def test_14_an_old_postgis(empty_database):
    empty_database.run("UPDATE pg_extension SET extversion = '2.5.5' WHERE extname = 'postgis'")
    code, said = manage(empty_database, "migrate")
    assert (code, len(said.splitlines())) == (1, 1), said
    assert "PostGIS 2.5.5 is too old: 3.1 or newer is needed" in said


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ('FATAL:  password authentication failed for user "a"', True),
        ("FATAL:  Passwort-Authentifizierung für Benutzer »a« fehlgeschlagen", True),
        ('FATAL:  no pg_hba.conf entry for host "1.2.3.4", user "a", database "b", no encryption', True),
        ("FATAL:  no such user", True),
        ("fe_sendauth: no password supplied", True),
        ("SSL error: certificate verify failed", True),
        ("FATAL:  the database system is starting up", False),
        ("FATAL:  sorry, too many clients already", False),
        ("FATAL:  query_wait_timeout", False),
        ("Connection refused\n\tIs the server running on that host?", False),
        ("server closed the connection unexpectedly", False),
        ("timeout expired", False),
        ("?", False),
    ],
)
def test_14_what_is_a_refusal(text, is_refused):
    import psycopg

    whole = f'connection failed: connection to server at "db" (10.0.0.5), port 5432 failed: {text}'
    assert is_refusal(text) is is_refusal(whole) is is_refused
    explained = explain_connection_error(psycopg.OperationalError(whole))
    assert isinstance(explained, DatabaseRefused) is is_refused
    assert "db:5432" in str(explained)
    assert "\n" not in str(explained)


def test_14_a_server_tells_a_refused_login_from_a_database_that_is_away(migrated_database):
    for changes, code, word in (
        ({"POSTGRES_PASSWORD": "wrong"}, "database_refused", "refuses this server's login"),
        ({"POSTGRES_PORT": "1"}, "database_away", "cannot be reached"),
    ):
        with run_server(migrated_database, settings=changes) as server:
            answer = httpx.get(f"{server.address}/api/rooms/?limit=1", timeout=20)
            assert (answer.status_code, answer.json()["code"]) == (503, code)
            ready = httpx.get(f"{server.address}/api/health/ready/", timeout=20)
            assert ready.status_code == 503
            assert word in ready.json()["checks"]["map"]
            assert migrated_database.environment["POSTGRES_USER"] not in ready.text
            assert httpx.get(f"{server.address}/api/health/").status_code == 200


def read_migration_metrics(server):
    lines = httpx.get(f"{server.address}/metrics").text.splitlines()
    return {line.split("{")[1] for line in lines if line.startswith("interactive_maps_migrations{")}


def test_14_migrations_that_do_not_fit_are_warned_of_measured_and_said(migrated_database):
    with run_server(migrated_database) as server:
        assert httpx.get(f"{server.address}/api/health/ready/").json()["checks"]["migrations"] == "ok"
        assert read_migration_metrics(server) == {'state="unapplied"} 0.0', 'state="unknown"} 0.0'}
        assert "migrat" not in server.log.read_text()
    migrated_database.run(
        f"DELETE FROM django_migrations WHERE name = '{NEWEST}';"
        "INSERT INTO django_migrations (app, name, applied) VALUES ('mapdata', '9999_from_the_future', now()),"
        " ('an_app_that_is_gone', '0001_initial', now())"
    )
    with run_server(migrated_database) as server:
        ready = httpx.get(f"{server.address}/api/health/ready/")
        assert (ready.status_code, ready.json()["ok"]) == (200, True), "in an upgrade, old workers go on"
        said = ready.json()["checks"]["migrations"]
        assert f"mapdata.{NEWEST}" in said
        assert "run `manage.py migrate`" in said
        assert "newer code" in said
        assert "mapdata.9999_from_the_future" in said
        assert "an_app_that_is_gone" not in said
        assert read_migration_metrics(server) == {'state="unapplied"} 1.0', 'state="unknown"} 1.0'}
        assert said in server.log.read_text().replace("\\u", "")
    code, said = manage(migrated_database, "migrate", "--fake")
    assert code == 0
    assert "newer code than this" in said
