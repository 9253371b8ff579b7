"""Configuration templates filled in as the containers' start scripts do it (envsubst with a list of names)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.databases import ROOT

DEPLOY = ROOT / "deploy"
_NAME = re.compile(r"\$\{([A-Z_]+)\}")


def list_variables(template: Path) -> set[str]:
    """Return the names that ``template`` wants filled in."""
    return set(_NAME.findall(template.read_text()))


def render(template: Path, target: Path, values: Mapping[str, str]) -> Path:
    """Write ``template`` to ``target`` with each ``${NAME}`` replaced; a name without a value is an error."""
    target.write_text(_NAME.sub(lambda match: values[match[1]], template.read_text()))
    return target
