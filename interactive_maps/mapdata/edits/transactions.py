"""One transaction that writes: tried again where the database gave it up for another, explained where not."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction

from interactive_maps.mapdata.edits.write_errors import explain_errors
from interactive_maps.ops.errors import ChangesCollided

T = TypeVar("T")
_LOCK = 7_230_150  # any number of our own
_PAUSES = (0.1, 0.3, 1.0)  # seconds, at most, before the next attempt


def lock_publication(cursor: Any) -> None:
    """Wait until no other import, removal or restore is under way, and keep them waiting until the commit."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def run_transaction(outcome: str, write: Callable[[Any], T]) -> T:
    """Return what ``write``, given a cursor, returns, once all that it wrote is committed.

    A deadlock with somebody else's change, or a failure to serialize with it, undoes everything and is no fault of
    either: then it is called again. Raises what :func:`explain_errors` does; ``outcome`` says what did not happen.
    """
    pauses = list(_PAUSES)
    while True:
        try:
            with explain_errors(outcome), transaction.atomic(), connection.cursor() as cursor:
                return write(cursor)
        except ChangesCollided:
            # Inside a transaction of the caller's, what collided may be what was done before.
            if not pauses or connection.in_atomic_block:
                raise
            time.sleep(pauses.pop(0) * random.uniform(0.5, 1.0))  # noqa: S311 -- no secret
