"""Import statistics, kept in the database because the importing process ends before metrics are scraped."""

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
    """Count the block's publication by its result. Imports that fail before publication are not counted."""
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
    except OperationalError as error:  # the user who runs the import has just seen the error
        logger.debug("the import was not counted: %s", error)
    except DatabaseError as error:  # counting must not affect the publication
        logger.warning("the import was not counted: %s", str(error).splitlines()[0])
