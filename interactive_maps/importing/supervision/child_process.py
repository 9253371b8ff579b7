"""Child processes that read one file with a library, and may crash, hang or fill their memory without harm.

A child is a module that is run by ``python -m``. It limits itself before it loads the library.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import interactive_maps

_HOME = Path(interactive_maps.__file__).parents[1]  # contains the modules, wherever the command runs
_MOST_CHARACTERS = 300
_GRACE_SECONDS = 5
_LEAST_WORK = 0.01  # of the time on the clock: a child that works less hangs
_CRASHES = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGSEGV}


class ChildFailed(Exception):
    """The child did not succeed; ``str()`` is its last line on stderr, or describes how it ended."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """Seconds of processor time, bytes of address space, and bytes of each file that a child may write."""

    seconds: int
    memory_bytes: int
    output_bytes: int

    def apply(self) -> None:
        """Limit this process."""
        resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds + _GRACE_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.output_bytes, self.output_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_child(
    module: str, arguments: Sequence[str], target: Path, patience_seconds: float, variables: Mapping[str, str]
) -> None:
    """Run ``module`` with ``arguments``, and wait until it has written ``target``.

    ``variables`` are added to the environment. Raises ChildFailed, also if the child waits instead of working for
    ``patience_seconds`` on the clock; on a machine that others use as well, one that works is left its time.
    """
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", module, *arguments],
        cwd=_HOME,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as child:
        try:
            stderr = _await_end(child, patience_seconds)
        finally:
            child.kill()
    if child.returncode != 0 or not target.is_file():
        raise ChildFailed(_explain_end(child.returncode, stderr))


def _await_end(child: subprocess.Popen[bytes], patience_seconds: float) -> bytes:
    """Return what the child wrote on stderr."""
    worked = 0.0
    while True:
        try:
            return child.communicate(timeout=patience_seconds)[1]
        except subprocess.TimeoutExpired:
            before, worked = worked, measure_work(child.pid)
            if worked - before < _LEAST_WORK * patience_seconds:
                raise ChildFailed(f"took longer than {patience_seconds:g} s") from None


def measure_work(pid: int) -> float:
    """Return the processor time of a process, in seconds; 0.0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _explain_end(code: int, stderr: bytes) -> str:
    if code == -signal.SIGXCPU:
        return "it takes too much processor time"
    if code in _CRASHES:
        # A library ends its process when memory runs out, and cannot report it.
        return "it crashes the library, or does not fit into memory"
    if code < 0:
        return f"the library was ended by signal {-code}"
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return (lines[-1] if lines else f"exit code {code}")[:_MOST_CHARACTERS]
