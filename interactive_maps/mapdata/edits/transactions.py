"""Write transactions: retried after conflicts, with explained errors otherwise."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction

from interactive_maps.mapdata.edits.write_errors import explain_errors
from interactive_maps.ops.errors import ChangesCollided

T = TypeVar("T")
_LOCK = 7_230_150  # an arbitrary number of our own
_PAUSES = (0.1, 0.3, 1.0)  # maximum pause in seconds before the next attempt


def lock_publication(cursor: Any) -> None:
    """Wait for other imports, removals and restores to finish, and block new ones until the commit."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def run_transaction(outcome: str, write: Callable[[Any], T]) -> T:
    """Return the result of ``write``, called with a cursor, after its changes are committed.

    A deadlock or a serialization failure rolls back the transaction, and ``write`` is called again. Raises what
    :func:`explain_errors` does; ``outcome`` names what did not happen.
    """
    pauses = list(_PAUSES)
    while True:
        try:
            with explain_errors(outcome), transaction.atomic(), connection.cursor() as cursor:
                return write(cursor)
        except ChangesCollided:
            # Inside the caller's transaction, earlier statements may have caused the conflict.
            if not pauses or connection.in_atomic_block:
                raise
            time.sleep(pauses.pop(0) * random.uniform(0.5, 1.0))  # noqa: S311 -- no secret
