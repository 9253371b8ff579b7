"""The one way in which backing up and restoring say no."""

from __future__ import annotations


class ArchiveError(Exception):
    """What was asked cannot be done with this file or from here: why, in a sentence, and what to do about it.

    The commands turn it into exit code 2. Neither the map nor a file has been touched.
    """
