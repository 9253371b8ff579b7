"""Lines of names: the texts that make up one name, in reading order."""

from __future__ import annotations

import math
from collections.abc import Sequence

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.plan import Plan

_LINE_SPACING = 2.4  # heights from one line of a name to the next
_ASIDE = 2.5  # heights that their middles may differ along the line, beside half their widths
# Words that stand alone only on a line of their own between two lines of a name: "Sala", "de", "reuniones".
PARTICLES = frozenset(
    [
        *(
            "&",
            "a",
            "and",
            "at",
            "au",
            "aux",
            "da",
            "das",
            "de",
            "del",
            "den",
            "der",
            "des",
            "di",
            "do",
            "dos",
            "du",
        ),
        *(
            "e",
            "el",
            "en",
            "et",
            "for",
            "för",
            "für",
            "i",
            "im",
            "in",
            "la",
            "las",
            "le",
            "les",
            "los",
            "och",
            "of",
        ),
        *(
            "og",
            "the",
            "to",
            "u",
            "und",
            "van",
            "von",
            "y",
            "zu",
            "zum",
            "zur",
            "à",
            "для",
            "и",
            "на",
            "по",
            "с",
        ),
    ]
)


def join_lines(plan: Plan, named: Sequence[Reading]) -> list[list[Reading]]:
    """Return names as groups of lines, each in reading order."""
    groups: list[list[Reading]] = []
    for one in sorted(named, key=lambda one: _sort_key(plan.texts[one.index])):
        for group in groups:
            if (
                _follows(plan.texts[group[-1].index], plan.texts[one.index])
                and group[-1].family == one.family
            ):
                group.append(one)
                break
        else:
            groups.append([one])
    return [group for group in map(_strip_particles, groups) if group]


def _strip_particles(group: list[Reading]) -> list[Reading]:
    """Return a name without particles at its ends, which then continue nothing."""
    said = [at for at, one in enumerate(group) if one.label.name.casefold() not in PARTICLES]
    return group[said[0] : said[-1] + 1] if said else []


def _sort_key(text: Text) -> tuple[float, float]:
    cosine, sine = math.cos(text.angle), math.sin(text.angle)
    x, y = text.centre
    return round(x * sine - y * cosine, 2), round(x * cosine + y * sine, 2)


def _follows(first: Text, second: Text) -> bool:
    """Return whether a text is the next line below another, or continues it in the same block reference."""
    if first.block and first.block == second.block:
        return True
    if abs(math.remainder(first.angle - second.angle, math.tau)) > 0.1:
        return False
    height = max(first.height, second.height, 1e-9)
    dx, dy = second.centre[0] - first.centre[0], second.centre[1] - first.centre[1]
    cosine, sine = math.cos(first.angle), math.sin(first.angle)
    along, down = abs(dx * cosine + dy * sine), dx * sine - dy * cosine
    beside = along <= abs(first.width - second.width) / 2 + _ASIDE * height
    return beside and 0.5 * height < down <= _LINE_SPACING * height
