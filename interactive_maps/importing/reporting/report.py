"""The report of an import: what was imported, skipped, repaired and guessed, by the ids of the source."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from interactive_maps.texts.cleaning import make_visible

_MOST_ID_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Issue:
    """A thing that somebody may want to check; ``id`` is that of the source (``"2F/1A"``, ``"layer A-WALL"``).

    Both are as in the source; :meth:`shown` makes them safe to write and show.
    """

    id: str
    reason: str

    def shown(self) -> Issue:
        """Return the issue with invisible and unencodable characters replaced."""
        return Issue(make_visible(self.id[:_MOST_ID_CHARACTERS]), make_visible(self.reason))


@dataclass(frozen=True, slots=True)
class LayerUse:
    """The use of a layer of the source: its kind by the rules, and the number of its entities.

    For drawings, ``taken_for`` is the kind inferred from names and geometry, ``because`` the reason, ``metres`` the
    length of its lines, and ``would`` the effect of other rules.
    """

    kind: str
    entities: int
    taken_for: str = ""
    because: str = ""
    metres: float = 0.0
    would: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the use as JSON values, without unknown ones."""
        told: dict[str, Any] = {"kind": self.kind, "entities": self.entities}
        if self.taken_for:
            told |= {"taken_for": self.taken_for, "because": self.because, "metres": round(self.metres, 1)}
        return told | ({"a_rule_would": list(self.would)} if self.would else {})


@dataclass(slots=True)
class Report:
    """Counts by kind (``room``, ``line``), three lists of issues, and the use of each layer.

    ``outlined`` names the layers of a drawing whose closed lines are rooms.
    """

    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[Issue] = field(default_factory=list)
    repaired: list[Issue] = field(default_factory=list)
    guessed: list[Issue] = field(default_factory=list)
    layers: dict[str, LayerUse] = field(default_factory=dict)
    level: float | None = None
    metres_per_unit: float | None = None
    outlined: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values; counts by name, layers by entities, the most used first."""
        layers = sorted(self.layers.items(), key=lambda item: (-item[1].entities, item[0]))
        return {
            "counts": dict(sorted(self.counts.items())),
            "level": self.level,
            "metres_per_unit": self.metres_per_unit,
            "layers": {make_visible(name): use.to_dict() for name, use in layers},
            **{name: _list_issues(getattr(self, name)) for name in ("skipped", "repaired", "guessed")},
        }


def combine_reports(reports: Sequence[tuple[str, Report]]) -> str:
    """Return the reports of several (source, report) as one JSON text.

    The top level has the shape of one report, every issue with its ``source``; ``plans`` holds each plan's
    own counts, level, scale and layers.
    """
    counts: Counter[str] = Counter()
    plans = []
    lists: dict[str, list[dict[str, str]]] = {"skipped": [], "repaired": [], "guessed": []}
    for source, report in reports:
        plan = report.to_dict()
        counts.update(report.counts)
        for name, issues in lists.items():
            issues.extend({"source": source, **issue} for issue in plan.pop(name))
        plans.append({"source": source, **plan})
    return _dump({"counts": dict(sorted(counts.items())), **lists, "plans": plans})


def _list_issues(issues: Sequence[Issue]) -> list[dict[str, str]]:
    return [{"id": shown.id, "reason": shown.reason} for shown in (issue.shown() for issue in issues)]


def _dump(values: dict[str, Any]) -> str:
    return json.dumps(values, indent=2, ensure_ascii=False)
