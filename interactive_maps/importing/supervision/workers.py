"""Worker processes, one for each job: results in order, or an error that tells why a job failed.

Limits inside a process do not hold: a library in C looks at no deadline, an allocation that fails is taken for a
broken feature, and a crash leaves no sentence. A process can be ended from outside at any time, and nothing half
done remains.
"""

from __future__ import annotations

import gc
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.context import ForkContext, ForkServerContext
from typing import Any

from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.reporting.progress import Progress
from interactive_maps.importing.supervision.budget import Budget, measure_memory
from interactive_maps.importing.supervision.transfer import pack, unpack

logger = logging.getLogger(__name__)

_TICK_SECONDS = 0.1
_STEP_BYTES = 256
_MOST_UNCOLLECTED = 100_000  # objects made before garbage is collected
_PRELOADED = "interactive_maps.importing.plans"
_ADVICE = "simplify or divide the file, or raise"

Read = Callable[[Any, Progress], Any]


@dataclass(frozen=True, slots=True)
class Job:
    """``work(argument, progress)`` under a budget; ``name`` is the file's."""

    name: str
    work: Read
    argument: Any
    budget: Budget


def run_jobs(jobs: Sequence[Job], processes: int, progress: Progress) -> list[Any]:
    """Return what the jobs return, in their order, at most ``processes`` at a time.

    Raises InputError: the first job's, in their order, that is refused, or passes its budget, or fails.
    """
    outcomes: dict[int, Any] = {}
    waiting = list(enumerate(jobs))
    running: dict[int, _Worker] = {}
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                number, job = waiting.pop(0)
                running[number] = _Worker(job)
            ended = list(_await_any(running))
            for number in ended:
                outcomes[number] = running.pop(number).outcome
            _raise_first(outcomes, running)
            _tell(progress, running, len(outcomes), len(jobs))
    finally:
        for worker in running.values():
            worker.end()
    return [outcomes[number] for number in range(len(jobs))]


def _await_any(running: dict[int, _Worker]) -> Iterator[int]:
    """Yield the numbers of workers that have ended, after a moment at most."""
    connection.wait([worker.receiver for worker in running.values()], _TICK_SECONDS)
    for number, worker in running.items():
        if worker.look():
            yield number


def _raise_first(outcomes: dict[int, Any], running: dict[int, _Worker]) -> None:
    refused = min((n for n, outcome in outcomes.items() if isinstance(outcome, InputError)), default=None)
    if refused is not None and not any(number < refused for number in running):
        raise outcomes[refused]


def _tell(progress: Progress, running: dict[int, _Worker], ended: int, total: int) -> None:
    if total > 1:
        progress("reading the plans", ended, total)
    elif running:
        (worker,) = running.values()
        progress(worker.step, 0, None)


@dataclass(slots=True)
class _Worker:
    """A job in its process; ``outcome`` is what it returned, or why it did not."""

    job: Job
    outcome: Any = None
    receiver: connection.Connection = field(init=False)
    _process: Any = field(init=False)
    _step: Any = field(init=False)
    _before: float = field(init=False)

    def __post_init__(self) -> None:
        context = _choose_context()
        self._step = context.RawArray("c", _STEP_BYTES)
        self.receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(self.job, sender, self._step), daemon=True)
        self._process.start()
        sender.close()  # else the end of the process would not be the end of the pipe
        self._before = measure_memory(self._process.pid)

    @property
    def step(self) -> str:
        """What the job says that it is doing."""
        return bytes(self._step.value).decode("utf-8", "replace") or f"opening {self.job.name}"

    def look(self) -> bool:
        """Return whether the job is over; one that has taken too much memory is ended."""
        if self.receiver.poll():
            self.outcome = self._receive()
            self.end()
            return True
        if measure_memory(self._process.pid) - self._before > self.job.budget.megabytes:
            self.end()
            self.outcome = self._refuse(self._too_large())
            return True
        return False

    def end(self) -> None:
        """End the process, if it has not ended."""
        self._process.kill()
        self._process.join()
        self.receiver.close()

    def _receive(self) -> Any:
        try:
            with _without_collection():
                return unpack(*self.receiver.recv())
        except (EOFError, OSError):
            self._process.join()
            return self._refuse(self._explain_end())

    def _explain_end(self) -> str:
        code = self._process.exitcode
        if code == -signal.SIGXCPU:
            seconds = f"{self.job.budget.seconds:,} seconds of CPU time"
            return (
                f"this step exceeded the {seconds} allowed for a file of this size: {_ADVICE} --max-seconds"
            )
        if code == -signal.SIGKILL:
            return f"this step was ended from outside, as happens when memory is short: {_ADVICE} the memory"
        name = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
        return f"this step crashed ({name}): the file is damaged or malicious"

    def _too_large(self) -> str:
        most = f"{self.job.budget.megabytes:,} MB of memory"
        return f"this step exceeded the {most} allowed for a file of this size: {_ADVICE} --max-memory"

    def _refuse(self, reason: str) -> InputError:
        return InputError(self.job.name, self.step, reason)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Collect no garbage meanwhile: all that a job returns is kept, and going through it takes half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _choose_context() -> ForkContext | ForkServerContext:
    """Return how processes start.

    A fork takes milliseconds, but copies only the thread that asks for it. Beside other threads, processes are forked
    from a server that has one thread, and has loaded what plans are read with.
    """
    if threading.active_count() == 1:
        return get_context("fork")
    context = get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return context


def _work(job: Job, sender: connection.Connection, step: Any) -> None:
    """Do the job, in its own process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the command ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    job.budget.limit_time()
    collect_seldom()
    try:
        outcome = job.work(job.argument, _write_to(step))
    except InputError as refusal:
        outcome = refusal
    except MemoryError:
        outcome = InputError(job.name, _read(step), f"does not fit into memory: {_ADVICE} the memory")
    except Exception as error:  # a bug of ours, but users get no traceback
        logger.debug("reading %s failed", job.name, exc_info=True)
        reason = (
            f"this step failed ({type(error).__name__}: {str(error)[:200]}): please report it with the file"
        )
        outcome = InputError(job.name, _read(step), reason)
    sender.send(pack(outcome))
    sender.close()


def collect_seldom() -> None:
    """Collect garbage seldom: what reading makes lives until it ends, and going through it takes a sixth."""
    gc.freeze()  # what was there before the fork: going through it would copy its memory as well
    gc.set_threshold(_MOST_UNCOLLECTED)


def _read(step: Any) -> str:
    return bytes(step.value).decode("utf-8", "replace") or "opening it"


def _write_to(step: Any) -> Progress:
    last_name, last_time = "", 0.0

    def tell(name: str, done: int, total: int | None) -> None:
        nonlocal last_name, last_time
        now = time.monotonic()
        if name != last_name or now - last_time > _TICK_SECONDS:
            last_name, last_time = name, now
            counted = f" ({done:,} of {total:,})" if total else ""
            step.value = f"{name}{counted}".encode("utf-8", "replace")[: _STEP_BYTES - 1]

    return tell
