"""Health checks of a worker; apps register their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from interactive_maps.ops import lifespan

CHECK_SECONDS = 4.0  # longer than the 3 s after which the pool reports an unreachable database

Check = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """``problem`` is empty if all is well, else a sentence. A failed check that is not required does not affect
    readiness.
    """

    name: str
    problem: str
    is_required: bool = True

    @property
    def blocks(self) -> bool:
        """Return whether this finding makes the worker not ready."""
        return bool(self.problem) and self.is_required


class Probe:
    """One check. Concurrent callers share one run, so that a check that hangs does not pile up."""

    def __init__(self, name: str, check: Check, *, is_required: bool = True) -> None:
        self._name = name
        self._check = check
        self._is_required = is_required
        self._asked: asyncio.Task[str] | None = None

    async def ask(self, seconds: float = CHECK_SECONDS) -> Finding:
        """Return the check's finding, or after ``seconds`` that there was no answer."""
        asked = self._asked
        if asked is None or asked.done() or asked.get_loop() is not asyncio.get_running_loop():
            asked = self._asked = asyncio.create_task(self._run())
        await asyncio.wait({asked}, timeout=seconds)
        problem = asked.result() if asked.done() else f"no answer within {seconds:g} s"
        return Finding(self._name, problem, self._is_required)

    async def _run(self) -> str:
        return await self._check()


_probes: list[Probe] = []


def register_check(name: str, check: Check, *, is_required: bool = True) -> None:
    """Register ``check``, a coroutine that returns "" or a sentence about the problem.

    A check that is not required is only reported; it does not make the worker unready.
    """
    _probes.append(Probe(name, check, is_required=is_required))


async def run_checks() -> list[Finding]:
    """Return the finding of each registered check, in order of registration; during shutdown, one more."""
    findings = await asyncio.gather(*(probe.ask() for probe in _probes))
    if lifespan.is_draining():
        findings.append(Finding("worker", "this process is about to stop"))
    return findings
