"""The error of a refused export."""

from __future__ import annotations


class ExportError(Exception):
    """The request cannot be exported; the message says why and what to do.

    The command exits with code 2 and leaves all files untouched.
    """
