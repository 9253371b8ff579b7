"""Whether a worker can do its work; apps register what they need."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from interactive_maps.ops import lifespan

CHECK_SECONDS = 4.0  # the pool tells of a database that is away after 3

Check = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """``problem`` is empty when all is well, else a sentence; where it is not required, work goes on all the same."""

    name: str
    problem: str
    is_required: bool = True

    @property
    def blocks(self) -> bool:
        """Return whether the worker is not ready because of this."""
        return bool(self.problem) and self.is_required


class Probe:
    """One check. A second asker waits for the answer that the first is waiting for: what hangs must not pile up."""

    def __init__(self, name: str, check: Check, *, is_required: bool = True) -> None:
        self._name = name
        self._check = check
        self._is_required = is_required
        self._asked: asyncio.Task[str] | None = None

    async def ask(self, seconds: float = CHECK_SECONDS) -> Finding:
        """Return what the check finds, or within ``seconds`` that it has found nothing."""
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
    """Let readiness depend on ``check``: a coroutine that returns "" or a sentence saying what is wrong.

    What is not required is only said: it is somebody's task, and no reason to send clients elsewhere.
    """
    _probes.append(Probe(name, check, is_required=is_required))


async def run_checks() -> list[Finding]:
    """Return a finding for each registered check, in order of registration, and one more when we are to stop."""
    findings = await asyncio.gather(*(probe.ask() for probe in _probes))
    if lifespan.is_draining():
        findings.append(Finding("worker", "this process is about to stop"))
    return findings
