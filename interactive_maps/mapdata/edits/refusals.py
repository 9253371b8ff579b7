"""What a database says when it does not let us write, in words for the person who wanted it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg
from django.db.utils import DatabaseError, OperationalError

from interactive_maps.ops.errors import DatabaseAway, NotWritable


@contextlib.contextmanager
def explain_errors(outcome: str) -> Iterator[None]:
    """Turn errors of the database into DatabaseAway and NotWritable; ``outcome`` says what did not happen."""
    try:
        yield
    except (OperationalError, psycopg.OperationalError) as error:
        raise DatabaseAway(f"The database cannot be reached: {str(error).strip()}") from error
    except (DatabaseError, psycopg.Error) as error:
        reason = str(error).splitlines()[0]
        raise NotWritable(f"{outcome}, because the tables refuse it: {reason}.") from error
