"""Whether a worker can do its work; apps register what they need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Check = Callable[[], Awaitable[str]]
_checks: dict[str, Check] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """``problem`` is empty when all is well, else a sentence."""

    name: str
    problem: str


def register_check(name: str, check: Check) -> None:
    """Let readiness depend on ``check``: a coroutine that returns "" or a sentence saying what is wrong."""
    _checks[name] = check


async def run_checks() -> list[Finding]:
    """Return a finding for each registered check, in order of registration."""
    return [Finding(name, await check()) for name, check in _checks.items()]
