"""Extraction of a page in a child process.

``python -m interactive_maps.importing.pdfium.extraction IN.pdf OUT.npz PAGE OBJECTS POINTS`` is the child; page 0
stands for the one that shows a plan. The library reads a page as a whole: no count of ours can stop a form that
contains itself twice, twelve levels deep, which does not fit into any memory.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from interactive_maps.importing.pdfium.content import Extract, read_extract, write_extract
from interactive_maps.importing.supervision.child_process import ChildFailed, ChildLimits, run_child

SECONDS = 60
PATIENCE_SECONDS = 180.0  # on the clock, for a child that waits instead of working
MEMORY_BYTES, MEMORY_FOR_BYTE, MOST_MEMORY_BYTES = 768 * 1024**2, 8, 4 * 1024**3
OUTPUT_BYTES = 1024**3
_MODULE = "interactive_maps.importing.pdfium.extraction"


def extract_page(path: Path, page: int, most_objects: int, most_points: int) -> Extract:
    """Return the contents of ``page`` of a PDF, counted from 1; 0 for the one that shows a plan.

    Raises ChildFailed.
    """
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        target = Path(folder) / "page.npz"
        arguments = [str(path.resolve()), str(target), str(page), str(most_objects), str(most_points)]
        variables = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        run_child(_MODULE, arguments, target, PATIENCE_SECONDS, variables)
        try:
            return read_extract(target)
        except (ValueError, KeyError, TypeError):
            raise ChildFailed("the library ended too early") from None


def _limits_for(size: int) -> ChildLimits:
    """Return limits with memory in proportion to the bytes of the file."""
    memory = min(MEMORY_BYTES + MEMORY_FOR_BYTE * size, MOST_MEMORY_BYTES)
    return ChildLimits(SECONDS, memory, OUTPUT_BYTES)


def _run(source: str, target: str, page: str, objects: str, points: str) -> None:
    from interactive_maps.importing.pdfium.document import read_document
    from interactive_maps.importing.pdfium.objects import TooMuch

    try:
        extract = read_document(Path(source), int(page), int(objects), int(points))
    except TooMuch as error:
        sys.exit(str(error))
    write_extract(extract, Path(target))


if __name__ == "__main__":
    _limits_for(Path(sys.argv[1]).stat().st_size).apply()
    try:
        _run(*sys.argv[1:])
    except MemoryError:
        sys.exit("it does not fit into memory")
    except Exception as error:  # a library may raise anything on malformed bytes
        sys.exit(f"{type(error).__name__}: {error}")
