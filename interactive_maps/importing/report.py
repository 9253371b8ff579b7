"""The account that an import gives: what was taken, left out, mended and guessed, by the source's own ids."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a person may want to look at: ``id`` is the source's own (``"2F/1A"``, ``"layer A-WALL"``)."""

    id: str
    reason: str


@dataclass(slots=True)
class Report:
    """Counts by kind (``room``, ``line``) and three lists of remarks."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[Remark] = field(default_factory=list)
    mended: list[Remark] = field(default_factory=list)
    guessed: list[Remark] = field(default_factory=list)

    def to_json(self) -> str:
        """Return the report as indented JSON: ``{"counts": {...}, "skipped": [{"id", "reason"}], ...}``."""
        lists = {
            name: [{"id": remark.id, "reason": remark.reason} for remark in getattr(self, name)]
            for name in ("skipped", "mended", "guessed")
        }
        return json.dumps(
            {"counts": dict(sorted(self.counts.items())), **lists}, indent=2, ensure_ascii=False
        )
