"""The result of a search filter, as SQL. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql


@dataclass(frozen=True, slots=True)
class Found:
    """What search has made of a query: the ``condition`` on ``t`` and, where search knows them all, a query of the
    ``keys`` (as ``ogc_fid``) that meet it.
    """

    condition: sql.Composable
    keys: sql.Composable | None = None
