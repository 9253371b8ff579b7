"""Folder in which a server's workers share their metrics, so that each of them can report for all.

``prometheus_client`` shares memory-mapped files if PROMETHEUS_MULTIPROC_DIR is set before it is imported. By default
the folder is named after the process that started the workers. Imports no prometheus_client.
"""

from __future__ import annotations

import contextlib
import fcntl
import multiprocessing
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_PREFIX = "interactive-maps-metrics"


def share_metrics(server: int | None = None) -> None:
    """Set the variable, unless it is set already, to the folder of the process ``server``, by default ours.

    Raises OSError if no folder can be created, and leaves the variable unset: each process then counts for itself.
    """
    given = os.environ.pop(VARIABLE, "")
    if given and not Path(given).name.startswith(_PREFIX):  # inherited from a server that started us
        folder = Path(given)
    else:
        folder = _name_folder(server or _find_server())
        _remove_orphans(folder.parent)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_private(folder)
    os.environ[VARIABLE] = str(folder)
    forget_gauges(os.getpid())  # files of a dead worker that had our process id


def get_folder() -> Path | None:
    """Return the folder of this process's metrics, or None if they are not shared."""
    path = os.environ.get(VARIABLE)
    return Path(path) if path else None


def forget_gauges(process: int) -> None:
    """Remove the gauges of ``process``, which were valid only while it lived."""
    folder = get_folder()
    for file in folder.glob(f"gauge_live*_{process}.db") if folder else ():
        file.unlink(missing_ok=True)


def remove_own() -> None:
    """Remove the folder at the server's end, unless the operator chose it."""
    folder = get_folder()
    if folder is not None and folder.name.startswith(_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from cleaning the folder while its files are read."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def list_dead(folder: Path) -> list[Path]:
    """Return the files of dead workers."""
    return [file for file in sorted(folder.glob("*.db")) if not _is_alive(_read_number(file))]


def _find_server() -> int:
    """Return the id of the process that represents the whole server."""
    started_by_uvicorn = multiprocessing.parent_process() is not None
    started_by_gunicorn = "gunicorn.arbiter" in sys.modules
    parent = os.getppid()
    return parent if parent and (started_by_uvicorn or started_by_gunicorn) else os.getpid()


def _name_folder(server: int) -> Path:
    # The start time distinguishes processes with the same id, such as the first process of each container.
    name = f"{_PREFIX}-{os.getuid()}-{server}-{_read_start(server)}"
    return Path(tempfile.gettempdir()) / name


def _read_start(process: int) -> str:
    try:
        text = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
    except OSError:
        return "0"
    return text.rpartition(")")[2].split()[
        19
    ]  # field 22 of proc(5); the name, field 2, may contain any character


def _remove_orphans(directory: Path) -> None:
    for folder in directory.glob(f"{_PREFIX}-{os.getuid()}-*"):
        _, _, rest = folder.name.partition(f"{_PREFIX}-{os.getuid()}-")
        server, _, start = rest.partition("-")
        if server.isdigit() and not (_is_alive(int(server)) and _read_start(int(server)) == start):
            shutil.rmtree(folder, ignore_errors=True)


def _require_private(folder: Path) -> None:
    """All users may write to /tmp: do not use a folder that another user has put there."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")


def _read_number(file: Path) -> int:
    number = file.stem.rpartition("_")[2]
    return int(number) if number.isdigit() else 0


def _is_alive(process: int) -> bool:
    """Return whether ``process`` runs. Number 0 stands for all dead ones, whose counts are kept."""
    if process == 0:
        return True
    with contextlib.suppress(PermissionError):  # it runs as another user
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
