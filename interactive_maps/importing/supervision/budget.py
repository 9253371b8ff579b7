"""Budgets of CPU seconds and memory for reading one file: in proportion to its size, or as given."""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

from interactive_maps.importing.options import Limits

# Up to this size, a file gets the minimum; beyond, in proportion. Ordinary files need a tenth of it.
_SMALL_BYTES = 10_000_000
_LEAST_SECONDS = 60
_LEAST_MEGABYTES, _MOST_MEGABYTES = 800, 4000
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Budget:
    """CPU seconds, and megabytes of memory on top of what the process has before it begins."""

    seconds: int
    megabytes: int

    def limit_time(self) -> None:
        """Have the operating system end this process by SIGXCPU once its seconds are used, whatever it is doing."""
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = self.seconds if hard == resource.RLIM_INFINITY else min(self.seconds, hard)
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def allow(size: int, limits: Limits) -> Budget:
    """Return the budget for a file of ``size`` bytes; what ``limits`` say goes first."""
    share = max(size / _SMALL_BYTES, 1.0)
    return Budget(
        seconds=limits.seconds or round(_LEAST_SECONDS * share),
        megabytes=limits.megabytes or min(round(_LEAST_MEGABYTES * share), _MOST_MEGABYTES),
    )


def measure_memory(process: int) -> float:
    """Return the megabytes that a process has in memory; 0 where the system does not tell, or the process is gone."""
    try:
        resident = Path(f"/proc/{process}/statm").read_text("ascii").split()[1]
    except (OSError, IndexError):
        return 0.0
    return int(resident) * _PAGE_BYTES / 1e6
