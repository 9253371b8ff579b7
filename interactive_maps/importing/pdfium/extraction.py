"""A page read by a child process that may crash, hang or fill its memory without harm.

``python -m interactive_maps.importing.pdfium.extraction IN.pdf OUT.npz PAGE OBJECTS POINTS`` is that child; page 0 is
whichever one shows a plan. It bounds itself before it loads the library: seconds of processor time, bytes of address
space, and bytes that it may write. The library reads a page as a whole: a form that shows itself twice, twelve deep,
is more than any memory, and no count of ours could stop it.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import interactive_maps
from interactive_maps.importing.pdfium.content import Extract, read_extract, write_extract

SECONDS = 60
PATIENCE_SECONDS = 180.0  # on the clock, for a child that waits instead of working
MEMORY_BYTES, MEMORY_FOR_BYTE, MOST_MEMORY_BYTES = (
    768 * 1024**2,
    8,
    4 * 1024**3,
)  # of it in proportion to the file
OUTPUT_BYTES = 1024**3
_MOST_WORDS = 300
_HOME = Path(interactive_maps.__file__).parents[1]  # where the module is found, wherever the command runs


class ExtractionFailed(Exception):
    """The library could not read the file; ``str()`` says what it said, or how it ended."""


def extract_page(path: Path, page: int, most_objects: int, most_points: int) -> Extract:
    """Return what ``page`` of a PDF holds, counted from 1, 0 for the one that shows a plan.

    Raises ExtractionFailed.
    """
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        target = Path(folder) / "page.npz"
        bounds = [str(page), str(most_objects), str(most_points)]
        command = [sys.executable, "-m", __name__, str(path.resolve()), str(target), *bounds]
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module
                command,
                cwd=_HOME,
                env=environment,
                capture_output=True,
                timeout=PATIENCE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ExtractionFailed(f"took longer than {PATIENCE_SECONDS:g} s") from None
        if done.returncode != 0 or not target.is_file():
            raise ExtractionFailed(_explain_end(done.returncode, done.stderr))
        try:
            return read_extract(target)
        except (ValueError, KeyError, TypeError):
            raise ExtractionFailed("the library ended too early") from None


def _explain_end(code: int, said: bytes) -> str:
    if code == -signal.SIGXCPU:
        return f"reading it takes more than {SECONDS} s of processor time"
    if code in {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGSEGV}:
        # The library ends its process where memory ends, and cannot say so.
        return "it crashes the library, or becomes more than fits into memory"
    if code < 0:
        return f"the library ended by signal {-code}"
    words = said.decode("utf-8", "replace").strip().splitlines()
    return (words[-1] if words else f"exit code {code}")[:_MOST_WORDS]


def _bound(size: int) -> None:
    memory = min(MEMORY_BYTES + MEMORY_FOR_BYTE * size, MOST_MEMORY_BYTES)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(source: str, target: str, page: str, objects: str, points: str) -> None:
    from interactive_maps.importing.pdfium.document import read_document
    from interactive_maps.importing.pdfium.objects import TooMuch

    try:
        extract = read_document(Path(source), int(page), int(objects), int(points))
    except TooMuch as error:
        sys.exit(str(error))
    write_extract(extract, Path(target))


if __name__ == "__main__":
    _bound(Path(sys.argv[1]).stat().st_size)
    try:
        _run(*sys.argv[1:])
    except MemoryError:
        sys.exit("it becomes more than fits into memory")
    except Exception as error:  # whatever a library raises on bytes that nobody foresaw
        sys.exit(f"{type(error).__name__}: {error}")
