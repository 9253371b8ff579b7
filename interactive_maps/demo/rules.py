"""The rule file beside the drawings, which places their origin on the earth."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from interactive_maps.demo.brief import BadBrief
from interactive_maps.demo.folder import MARK

DEFAULT_ANCHOR = (13.4022, 52.4737)  # an open field in Berlin, without buildings
ROTATION = 12.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """The position of the drawing's origin, in WGS84 degrees. Raises BadBrief."""

    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        if not (-180 <= self.longitude <= 180 and -85 <= self.latitude <= 85):  # also refuses NaN
            raise BadBrief("--anchor requires a longitude from -180 to 180 and a latitude from -85 to 85.")


def parse_anchor(text: str) -> Anchor:
    """Return the anchor written as ``LON,LAT``. Raises BadBrief."""
    try:
        longitude, latitude = (float(part) for part in text.split(","))
    except ValueError:
        raise BadBrief(
            f"--anchor requires LON,LAT in degrees, such as 13.7233,51.0255, not {text!r}."
        ) from None
    return Anchor(longitude, latitude)


def write_rules(anchor: Anchor, building: str, level_names: Mapping[int, str], stream: TextIO) -> None:
    """Write the rule file (TOML)."""
    names = "\n".join(f"{ordinal} = {json.dumps(name)}" for ordinal, name in sorted(level_names.items()))
    stream.write(
        f"""\
# {MARK}: how `import_map` reads the drawings in this folder
units = "mm"
building = {json.dumps(building)}

[level_names]
{names}

[georeference]
anchor = [{anchor.longitude!r}, {anchor.latitude!r}]  # longitude, latitude in degrees
origin = [0.0, 0.0]  # the drawing's x, y there
rotation = {ROTATION}  # degrees, counter-clockwise, of the drawing's x axis from east
"""
    )
