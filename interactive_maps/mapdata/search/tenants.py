"""Occupants that give spaces their names: a shop and its unit of the same name are one result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from psycopg import Connection

from interactive_maps.mapdata.search.ranking import Candidate

_TENANTS = """
SELECT s.feature_id, min(o.feature_id) FROM search_entries s JOIN search_entries o
  ON o.layer = 'occupants' AND o.space_id = s.feature_id
  AND string_to_array(btrim(o.keys, '|'), '|') && string_to_array(btrim(s.keys, '|'), '|')
WHERE s.layer = 'spaces' AND s.feature_id = ANY(%s) GROUP BY s.feature_id"""


def find_tenants(connection: Connection[Any], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates with the occupants that share a name with their space, or with their room's space."""
    homes = {one.target[1] for one in candidates if one.target[0] == "spaces"}
    tenants = dict(connection.execute(_TENANTS, [sorted(homes)]).fetchall()) if homes else {}
    return [
        replace(one, tenant_id=tenants.get(one.target[1])) if one.target[0] == "spaces" else one
        for one in candidates
    ]
