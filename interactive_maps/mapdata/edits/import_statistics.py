"""How imports went: counted in the database, because the command that runs them is gone before anybody asks."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connection

from interactive_maps.ops.errors import MapError

PUBLISHED, FAILED = "published", "failed"
_COUNT = """
INSERT INTO import_tally AS t (result, runs, last_seconds, last_at) VALUES (%s, 1, %s, now())
ON CONFLICT (result) DO UPDATE
SET runs = t.runs + 1, last_seconds = excluded.last_seconds, last_at = excluded.last_at"""

logger = logging.getLogger(__name__)


@contextmanager
def count_import() -> Iterator[None]:
    """Count what the block publishes, or fails to; what is refused before a publication begins is not counted."""
    start = time.monotonic()
    try:
        yield
    except MapError:
        _count(FAILED, time.monotonic() - start)
        raise
    _count(PUBLISHED, time.monotonic() - start)


def _count(result: str, seconds: float) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [result, seconds])
    except OperationalError as error:  # whoever runs the import has just been told
        logger.debug("the import was not counted: %s", error)
    except DatabaseError as error:  # the map is published or not, whether or not it is counted
        logger.warning("the import was not counted: %s", str(error).splitlines()[0])
