"""PostgreSQL's client programs: pg_dump writes a table's dump, pg_restore reads it.

pg_restore never connects to a database: it converts a dump to SQL and rows, which run in our own transaction.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.ops.errors import Unavailable

_CHUNK = 256 * 1024
_END_OF_ROWS = b"\\.\n"


def find_program(name: str, server_version: int) -> str:
    """Return the path of ``name``. Raises ArchiveError if it is missing or older than the server."""
    needed = server_version // 10_000
    install = f"install PostgreSQL's client programs, version {needed} or newer (postgresql-client-{needed})"
    path = shutil.which(name)
    if path is None:
        raise ArchiveError(f"{name} is not on the PATH: {install}")
    command = [path, "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 -- no shell
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    if found is None or int(found[1]) < needed:
        raise ArchiveError(f"{path} is {said.strip() or 'broken'}, but the server is {needed}: {install}")
    return path


@contextmanager
def dump_table(pg_dump: str, pattern: str, snapshot: str, environment: dict[str, str]) -> Iterator[IO[bytes]]:
    """Yield the dump of one table, as of ``snapshot``; read it to its end."""
    command = [
        pg_dump,
        "--format=custom",
        "--encoding=UTF8",
        f"--snapshot={snapshot}",
        "--strict-names",
        f"--table={pattern}",
    ]
    with _run(command, environment, _explain_dump) as output:
        yield output


class Dump:
    """A table's dump file, read with ``pg_restore``."""

    def __init__(self, pg_restore: str, file: Path) -> None:
        self._pg_restore = pg_restore
        self._file = file

    def read_script(self, section: str, *options: str) -> str:
        """Return the SQL of a section, ``pre-data`` or ``post-data``, without its session settings."""
        with self._read(f"--section={section}", *options) as output:
            return _cut_out_statements(output.read().decode())

    @contextmanager
    def read_rows(self) -> Iterator[Rows]:
        """Yield the table's rows; read them to their end."""
        with self._read("--section=data") as output:
            yield Rows(output)

    @contextmanager
    def _read(self, *options: str) -> Iterator[IO[bytes]]:
        command = [self._pg_restore, "--no-owner", *options, "--file=-", str(self._file)]
        with _run(command, None, _explain_restore) as output:
            yield output


class Rows:
    """Rows of a dump in COPY's text format; afterwards ``rest`` is the SQL that sets the table's sequences."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self.rest = ""

    def __iter__(self) -> Iterator[bytes]:
        for line in self._output:
            if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
                break
        while lines := self._output.readlines(_CHUNK):
            if _END_OF_ROWS in lines:
                end = lines.index(_END_OF_ROWS)
                yield b"".join(lines[:end])
                script = b"".join(lines[end + 1 :]) + self._output.read()
                self.rest = _cut_out_statements(script.decode())
                return
            yield b"".join(lines)


def _cut_out_statements(script: str) -> str:
    """Return the statements without pg_restore's header and footer: session settings, some newer than the server."""
    begin = re.search(r"^-- (Data for )?Name: ", script, re.MULTILINE)
    return script[begin.start() :].rpartition("--\n-- PostgreSQL database dump complete")[0] if begin else ""


def _explain_dump(reason: str) -> Exception:
    return Unavailable(f"pg_dump could not read the map: {reason}")


def _explain_restore(reason: str) -> Exception:
    return ArchiveError(f"holds a dump that pg_restore cannot read: {reason}")


@contextmanager
def _run(
    command: list[str], environment: dict[str, str] | None, explain: Callable[[str], Exception]
) -> Iterator[IO[bytes]]:
    """Yield a program's output. The program ends with the block; ``explain`` turns its failure into an error."""
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(  # noqa: S603 -- no shell
            command,
            bufsize=_CHUNK,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as process:
            assert process.stdout is not None, "it was asked for"
            try:
                yield process.stdout
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            complaints.seek(0)
            lines = complaints.read().decode(errors="replace").strip().splitlines()
            raise explain(lines[0] if lines else f"exit code {process.returncode}")
