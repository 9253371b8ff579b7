"""What stands in the way of a backup or a restore is said in a sentence, and nothing has been touched."""

import os
import shutil
import subprocess
import sys
import time

import psycopg
import pytest

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.ops.errors import DatabaseAway, Unavailable
from tests.database.archive.maps import backup, check, restore
from tests.databases import ROOT
from tests.e2e.servers import find_free_port


def run(filled, *arguments, **variables):
    """Run manage.py; return its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env={**filled.make_environment(), **variables},
        capture_output=True,
        timeout=60,
        check=False,
    )
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert (filled.environment["POSTGRES_PASSWORD"] or "no password") not in said
    return done.returncode, said


def test_a_file_that_exists_stays_and_so_does_no_half_of_one(
    untouched, filled, archive, tmp_path, monkeypatch
):
    file = tmp_path / "map.imb"
    file.write_text("dear")
    with pytest.raises(ArchiveError, match=r"map\.imb exists.*--force"):
        backup(filled, file)
    assert file.read_text() == "dear"
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin/pg_dump"
    fake.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99.1" && exit\n'
        "echo half; echo 'pg_dump: error: no space' >&2; exit 1\n"
    )
    fake.chmod(0o755)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{fake.parent}:{path}")
    with pytest.raises(Unavailable, match=r"pg_dump could not read the map: .*no space"):
        backup(filled, file, force=True)
    assert file.read_text() == "dear"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "map.imb"]
    monkeypatch.setenv("PATH", path)
    assert backup(filled, file, force=True).layers == check(filled, archive).layers
    with pytest.raises(ArchiveError, match="is not a file"):
        backup(filled, tmp_path, force=True)
    with pytest.raises(ArchiveError, match=r"cannot write .*: No such file or directory"):
        backup(filled, tmp_path / "nowhere/map.imb")


@pytest.mark.parametrize("program", ["pg_dump", "pg_restore"])
def test_missing_and_old_programs_are_named(untouched, filled, archive, tmp_path, monkeypatch, program):
    def work():
        if program == "pg_dump":
            backup(filled, tmp_path / "map.imb")
        else:
            restore(filled, archive, overwrite=True)

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        ArchiveError, match=rf"{program} is not on the PATH: install .*postgresql-client-\d\d"
    ):
        work()
    (tmp_path / program).write_text(f"#!/bin/sh\necho '{program} (PostgreSQL) 9.6.24'\n")
    (tmp_path / program).chmod(0o755)
    with pytest.raises(
        ArchiveError, match=rf"is {program} \(PostgreSQL\) 9.6.24, but the server is \d\d: install"
    ):
        work()


def test_exit_codes_say_whose_fault_it_is(untouched, filled, archive, tmp_path):
    assert run(filled, "restore", str(archive)) == (
        2,
        "CommandError: Nothing was restored: room_points has rows. Use --overwrite to replace the existing map.\n",
    )
    away = {"POSTGRES_PORT": str(find_free_port())}
    for arguments in (["backup", str(tmp_path / "map.imb")], ["restore", str(archive), "--overwrite"]):
        code, said = run(filled, *arguments, **away)
        assert code == 1
        assert said.startswith("CommandError: Nothing was ")
        assert "The database cannot be reached" in said
    assert list(tmp_path.iterdir()) == []


def test_a_view_and_no_map_at_all_are_refused(empty_database, tmp_path):
    with pytest.raises(ArchiveError, match="has no map tables"):
        backup(empty_database, tmp_path / "map.imb")
    empty_database.run("CREATE VIEW room_points AS SELECT 1 AS ogc_fid, NULL::geometry AS wkb_geometry")
    with pytest.raises(ArchiveError, match="room_points is a view"):
        backup(empty_database, tmp_path / "map.imb")


def test_a_lock_that_is_kept_is_told(untouched, filled, archive, monkeypatch):
    from interactive_maps.mapdata.archive import server

    monkeypatch.setattr(server, "_SESSION", server._SESSION.replace("30s", "100ms"))
    with filled.connect() as connection, connection.transaction():
        connection.execute("LOCK TABLE room_points")
        with pytest.raises(DatabaseAway, match="tables have been locked"):
            restore(filled, archive, overwrite=True)


@pytest.mark.skipif(not shutil.which("pgbouncer", path="/usr/sbin:/usr/bin"), reason="PgBouncer is absent")
def test_a_pooler_is_refused_before_it_is_spoilt(untouched, filled, archive, tmp_path, monkeypatch):
    from django.db import connection

    address, port = filled.environment, find_free_port()
    (tmp_path / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={address['POSTGRES_HOST']} port={address['POSTGRES_PORT']}"
        f" user={address['POSTGRES_USER']} password={address['POSTGRES_PASSWORD']}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        "pool_mode = transaction\n"
    )
    command = ["pgbouncer", "-q", str(tmp_path / "pgbouncer.ini")]
    if os.geteuid() == 0:
        command[1:1] = ["-u", "postgres"]
    environment = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        try:
            monkeypatch.setitem(connection.settings_dict, "PORT", str(port))
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline:
                try:
                    psycopg.connect(**connection.get_connection_params()).close()
                    break
                except psycopg.OperationalError:
                    time.sleep(0.05)
            for work in (
                lambda: backup(filled, tmp_path / "map.imb"),
                lambda: restore(filled, archive, overwrite=True),
            ):
                with pytest.raises(ArchiveError, match=r"lead to a pooler .* for this command"):
                    work()
        finally:
            process.terminate()
