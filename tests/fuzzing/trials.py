"""One import of a mutated file up to the rows that would be written, in this process, so that no fault is caught."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from interactive_maps.importing.draft.building_selection import add_level
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.publishing import to_rows
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.network import join_levels
from interactive_maps.importing.options import Limits, ReadOptions
from interactive_maps.importing.plans import read_plan_with_network
from interactive_maps.importing.reporting.report import combine_reports
from interactive_maps.importing.reporting.summary import summarise
from interactive_maps.importing.rules.rule_file import Rules, load_rules
from interactive_maps.mapdata.edits.row_encoding import list_records
from interactive_maps.mapdata.edits.rows import Mode
from interactive_maps.mapdata.schema.layers import LAYERS
from tests.fuzzing.mutations import mutate
from tests.fuzzing.samples import Sample

PLAN, REFUSED = "imported", "refused"
# PostgreSQL indexes texts up to 2,704 bytes.
_MOST_KEY_BYTES = 2000


@dataclass(slots=True)
class Trials:
    """How many mutations ended how; ``faults`` holds the traces of those that ended otherwise, by their place."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    def run(self, samples: Sequence[Sample], numbers: range, seed: int, folder: Path) -> None:
        """Try the mutations of these ``numbers``; each depends on ``seed`` and its number alone."""
        rules = load_rules()
        forms = sorted({sample.form for sample in samples})
        for number in numbers:
            chance = random.Random(f"{seed}/{number}")
            form = chance.choice(forms)
            sample = chance.choice([sample for sample in samples if sample.form == form])
            content = mutate(sample, chance)
            options = choose_options(chance, rules)
            path = folder / f"mutant-{sample.name}"
            path.write_bytes(content)
            self.try_one(path, options, f"seed {seed}, number {number}, {sample.name}")

    def try_one(self, path: Path, options: ReadOptions, name: str) -> None:
        """Import the file at ``path``; what ends otherwise than it should is kept, and its file beside it."""
        try:
            draft = read_plan_with_network(path, options)
            require_writable(draft)
        except InputError as refusal:
            self.outcomes[f"{path.suffix} {REFUSED}"] += 1
            str(refusal).encode("utf-8", "replace")
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} at {where.filename.rpartition('/')[2]}:{where.lineno} {str(error)[:60]}"
            self.outcomes["fault"] += 1
            if place not in self.faults:
                self.faults[place] = f"{name}\n{traceback.format_exc()}"
                digest = hashlib.blake2b(path.read_bytes(), digest_size=4).hexdigest()
                (path.parent / f"fault-{digest}{path.suffix}").write_bytes(path.read_bytes())
        else:
            self.outcomes[f"{path.suffix} {PLAN}"] += 1


def choose_options(chance: random.Random, rules: Rules) -> ReadOptions:
    """Return the options of an import, mostly none."""
    return ReadOptions(
        rules,
        Limits(entities=20_000),
        level=0.0 if chance.random() < 0.1 else None,
        recover=chance.random() < 0.2,
    )


def require_writable(draft: MapDraft) -> None:
    """Fail where the draft cannot be told of, or holds what the database does not take."""
    "\n".join(summarise([(draft.source, draft.report)])).encode()
    combine_reports([(draft.source, draft.report)]).encode()
    add_level(draft, None)
    join_levels([draft])
    rows = to_rows(draft, Mode.REPLACE)
    for layer in LAYERS.values():
        seen = set()
        for _, key, *values, wkb in list_records(layer, rows):
            assert key not in seen, f"{layer.name}: the key {key!r} twice"
            seen.add(key)
            assert len(key.encode()) <= _MOST_KEY_BYTES, f"{layer.name}: a key of {len(key)} characters"
            for value in values:
                _require_value(value, layer.name)
            if wkb is not None:
                _require_geometry(shapely.from_wkb(wkb), layer.name)


def _require_value(value: Any, layer: str) -> None:
    if isinstance(value, str):
        assert "\x00" not in value, f"{layer}: a NUL in {value[:40]!r}"
        if value.startswith("{"):
            with contextlib.suppress(json.JSONDecodeError):  # a text that only looks like it
                _require_text(json.loads(value), layer)
        assert len(value.encode()) <= 20_000_000, f"{layer}: a text of {len(value)} characters"
    elif isinstance(value, float):
        assert np.isfinite(value), f"{layer}: the number {value}"
    elif isinstance(value, list | tuple):
        for one in value:
            _require_value(one, layer)


def _require_text(value: Any, layer: str) -> None:
    """Fail where JSON holds what PostgreSQL's does not: NUL, and surrogates alone."""
    if isinstance(value, str):
        value.encode()
        assert "\x00" not in value, f"{layer}: a NUL in JSON"
    elif isinstance(value, dict):
        for name, content in value.items():
            _require_text(name, layer)
            _require_text(content, layer)
    elif isinstance(value, list):
        for content in value:
            _require_text(content, layer)


def _require_geometry(geometry: Any, layer: str) -> None:
    assert not geometry.is_empty, f"{layer}: an empty geometry"
    coordinates = shapely.get_coordinates(geometry)
    assert np.isfinite(coordinates).all(), f"{layer}: a coordinate that is no number"
    assert (np.abs(coordinates) <= (180, 90)).all(), f"{layer}: {np.abs(coordinates).max(axis=0)} is no place"
