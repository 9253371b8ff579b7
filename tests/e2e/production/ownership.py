"""PostgreSQL and PgBouncer refuse to run as root: then they, and their folders, belong to the user `postgres`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_OWNER = "postgres"


def make_folder(parent: Path, name: str) -> Path:
    """Make a folder that the servers may write to, however deep inside a tester's private folder it is."""
    folder = parent / name
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, _OWNER, _OWNER)
    return folder


def drop_root(command: list[str], keep: str = "dac_override") -> list[str]:
    """Return the command as somebody who is not root runs it.

    Temporary folders of tests are root's alone: the capability ``keep`` finds a way through them. With
    ``dac_read_search`` it may read everything and write to nothing that is not its own.
    """
    if os.geteuid() != 0:
        return command
    return [
        *("setpriv", f"--reuid={_OWNER}", f"--regid={_OWNER}", "--clear-groups"),
        *(
            f"--inh-caps=-all,+{keep}",
            f"--ambient-caps=-all,+{keep}",
            f"--bounding-set=-all,+{keep}",
            *command,
        ),
    ]
