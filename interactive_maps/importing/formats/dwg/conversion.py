"""Conversion of a DWG to a DXF, in a child process.

``python -m interactive_maps.importing.formats.dwg.conversion IN.dwg OUT.dxf`` is the child.
"""

from __future__ import annotations

import sys
from pathlib import Path

from interactive_maps.importing.supervision.child_process import ChildLimits, run_child

LIMITS = ChildLimits(seconds=120, memory_bytes=3 * 1024**3, output_bytes=2 * 1024**3)
PATIENCE_SECONDS = 130.0  # on the clock, for a child that waits instead of working
HEAP_BYTES = 1536 * 1024**2
UNICODE_SINCE = "AC1021"
_MODULE = "interactive_maps.importing.formats.dwg.conversion"


def convert(source: Path, target: Path) -> None:
    """Write the drawing at ``source`` as DXF to ``target``; raises ChildFailed."""
    variables = {
        # The library's heap is limited below the address space, which its runtime reserves in advance.
        "DOTNET_GCHeapHardLimit": f"{HEAP_BYTES:x}",
        "DOTNET_gcServer": "0",
        "DOTNET_gcConcurrent": "0",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
    }
    run_child(_MODULE, [str(source), str(target)], target, PATIENCE_SECONDS, variables)


def _run(source: str, target: str) -> None:
    from acadsharp.native import NativeRuntime

    runtime = NativeRuntime()
    document = runtime.read(source, format="dwg")
    # Up to AutoCAD 2004, a DXF is written in the code page of the drawing, under names that DXF readers do not know.
    # Since AutoCAD 2007 it is UTF-8, which has all letters that the library read.
    version = runtime.type("ACadSharp.ACadVersion")
    if str(document.Header.VersionString) < UNICODE_SINCE:
        document.Header.Version = version.AC1032
    runtime.write(document, target, format="dxf")


if __name__ == "__main__":
    LIMITS.apply()
    try:
        _run(*sys.argv[1:])
    except Exception as error:  # a library may raise anything on malformed bytes
        sys.exit(f"{type(error).__name__}: {error}")
