"""Conversion of a DWG to a DXF, in a child process that may crash, hang or fill its memory without harm.

``python -m interactive_maps.importing.formats.dwg.conversion IN.dwg OUT.dxf`` is that child. It bounds itself before
it loads the library: seconds of processor time, bytes of address space, and bytes that it may write.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import interactive_maps

SECONDS = 120
PATIENCE_SECONDS = 130.0  # on the clock, for a child that waits instead of working
MEMORY_BYTES = 3 * 1024**3
HEAP_BYTES = 1536 * 1024**2
OUTPUT_BYTES = 2 * 1024**3
UNICODE_SINCE = "AC1021"
_MOST_WORDS = 300
_HOME = Path(interactive_maps.__file__).parents[1]  # where the module is found, wherever the command runs


class ConversionFailed(Exception):
    """The library could not read the file; ``str()`` says what it said, or how it ended."""


def convert(source: Path, target: Path) -> None:
    """Write the drawing at ``source`` as DXF to ``target``; raises ConversionFailed."""
    command = [sys.executable, "-m", __name__, str(source), str(target)]
    environment = {
        **os.environ,
        # The library's heap is bounded below the address space, which its runtime reserves in advance.
        "DOTNET_GCHeapHardLimit": f"{HEAP_BYTES:x}",
        "DOTNET_gcServer": "0",
        "DOTNET_gcConcurrent": "0",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
    }
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
        raise ConversionFailed(f"took longer than {PATIENCE_SECONDS:g} s") from None
    if done.returncode < 0:
        raise ConversionFailed(f"the library ended by signal {-done.returncode}")
    if done.returncode > 0 or not target.is_file():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ConversionFailed((said[-1] if said else f"exit code {done.returncode}")[:_MOST_WORDS])


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(source: str, target: str) -> None:
    from acadsharp.native import NativeRuntime

    runtime = NativeRuntime()
    document = runtime.read(source, format="dwg")
    # Up to AutoCAD 2004, a DXF is written in the code page of the drawing, under names that no reader of DXF knows.
    # Whatever letters the library read are written as UTF-8 from AutoCAD 2007 on.
    version = runtime.type("ACadSharp.ACadVersion")
    if str(document.Header.VersionString) < UNICODE_SINCE:
        document.Header.Version = version.AC1032
    runtime.write(document, target, format="dxf")


if __name__ == "__main__":
    _bound()
    try:
        _run(*sys.argv[1:])
    except Exception as error:  # whatever a library raises on bytes that nobody foresaw
        sys.exit(f"{type(error).__name__}: {error}")
