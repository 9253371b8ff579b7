"""The one way in which an export says no."""

from __future__ import annotations


class ExportError(Exception):
    """What was asked cannot be exported: why, in a sentence, and what to do about it.

    The command turns it into exit code 2; no file has been touched.
    """
