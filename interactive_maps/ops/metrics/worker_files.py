"""The folder in which a server's workers keep their metrics, so that any of them can answer for all.

``prometheus_client`` shares by memory-mapped files when PROMETHEUS_MULTIPROC_DIR is set before it is imported. Nobody
should have to set it: the folder is named after the process that started the workers. Imports no prometheus_client.
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
    """Set the variable, unless the environment does: to the folder of the process ``server``, ours unless given.

    Raises OSError where no folder can be made, and leaves the variable unset: each process then counts for itself.
    """
    given = os.environ.pop(VARIABLE, "")
    if given and not Path(given).name.startswith(_PREFIX):  # one of ours is inherited from a server before us
        folder = Path(given)
    else:
        folder = _name_folder(server or _find_server())
        _remove_orphans(folder.parent)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_private(folder)
    os.environ[VARIABLE] = str(folder)
    forget_gauges(os.getpid())  # of a dead worker whose number is ours now


def get_folder() -> Path | None:
    """Return the folder of this process's metrics; None where they are its own alone."""
    path = os.environ.get(VARIABLE)
    return Path(path) if path else None


def forget_gauges(process: int) -> None:
    """Remove what was true only while ``process`` lived."""
    folder = get_folder()
    for file in folder.glob(f"gauge_live*_{process}.db") if folder else ():
        file.unlink(missing_ok=True)


def remove_own() -> None:
    """Remove the folder at the server's end, unless somebody else has chosen it."""
    folder = get_folder()
    if folder is not None and folder.name.startswith(_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from tidying the folder while its files are read."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def list_dead(folder: Path) -> list[Path]:
    """Return the files of workers that are no more."""
    return [file for file in sorted(folder.glob("*.db")) if not _is_alive(_read_number(file))]


def _find_server() -> int:
    """Return the number of the process that stands for the whole server."""
    started_by_uvicorn = multiprocessing.parent_process() is not None
    started_by_gunicorn = "gunicorn.arbiter" in sys.modules
    parent = os.getppid()
    return parent if parent and (started_by_uvicorn or started_by_gunicorn) else os.getpid()


def _name_folder(server: int) -> Path:
    # The start time tells a process from a later one with the same number, as every container's first process has.
    name = f"{_PREFIX}-{os.getuid()}-{server}-{_read_start(server)}"
    return Path(tempfile.gettempdir()) / name


def _read_start(process: int) -> str:
    try:
        text = Path(f"/proc/{process}/stat").read_text("ascii", "replace")
    except OSError:
        return "0"
    return text.rpartition(")")[2].split()[19]  # field 22 of proc(5); the name, field 2, may hold anything


def _remove_orphans(directory: Path) -> None:
    for folder in directory.glob(f"{_PREFIX}-{os.getuid()}-*"):
        _, _, rest = folder.name.partition(f"{_PREFIX}-{os.getuid()}-")
        server, _, start = rest.partition("-")
        if server.isdigit() and not (_is_alive(int(server)) and _read_start(int(server)) == start):
            shutil.rmtree(folder, ignore_errors=True)


def _require_private(folder: Path) -> None:
    """Anybody may write to /tmp: a folder that another user has put there is not ours to fill."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")


def _read_number(file: Path) -> int:
    number = file.stem.rpartition("_")[2]
    return int(number) if number.isdigit() else 0


def _is_alive(process: int) -> bool:
    """Whether ``process`` runs; number 0 stands for all that are no more, whose counts are kept."""
    if process == 0:
        return True
    with contextlib.suppress(PermissionError):  # it runs, as somebody else
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
