"""The error of backups and restores."""

from __future__ import annotations


class ArchiveError(Exception):
    """The operation is impossible with this file or on this server; the message gives the reason and the remedy.

    The commands exit with code 2. Neither the map nor a file has changed.
    """
