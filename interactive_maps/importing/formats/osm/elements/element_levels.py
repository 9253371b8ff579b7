"""The levels of an element, if they are known."""

from __future__ import annotations

from dataclasses import dataclass

from interactive_maps.importing.formats.osm.elements.element import Element
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.tags import Tags
from interactive_maps.importing.values.level_values import format_ordinal, parse_levels
from interactive_maps.texts.cleaning import clean_text

_MOST_SHOWN = 100  # characters of a value, in an issue
Ordinals = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ElementLevels:
    """The levels of an element: its own, and those that it is repeated on.

    Empty if the element has no level or an invalid one: then it is unknown, not the ground floor.
    """

    copies: tuple[Ordinals, ...] = ()

    @property
    def ordinals(self) -> Ordinals:
        """All levels, sorted and each once."""
        return tuple(sorted({ordinal for copy in self.copies for ordinal in copy}))


def read_element_levels(element: Element, report: Report) -> ElementLevels:
    """Return the levels of an element; a value that cannot be read is reported and ignored."""
    own = _read_value(element, "level", report)
    repeats = _read_value(element, "repeat_on", report)
    if not own:
        return ElementLevels(tuple((ordinal,) for ordinal in repeats))
    # Steps from 0 to 1 repeated on 1 lead from 1 to 2: a repeat is the new position of the lowest level.
    lowest = own[0]
    shifted = (tuple(ordinal - lowest + repeat for ordinal in own) for repeat in repeats if repeat != lowest)
    return ElementLevels((own, *shifted))


def make_key(element: Element, ordinal: float | None) -> str:
    """Return the key of an element's feature on one level: ``way/123@0``, or ``way/123`` if it is unknown."""
    return element.key if ordinal is None else f"{element.key}@{format_ordinal(ordinal)}"


def read_level_name(tags: Tags) -> str | None:
    """Return the name of the floor on site in ``level:ref``, unless it names several."""
    name = clean_text(tags.get("level:ref", ""))
    return name if name and ";" not in name else None


def _read_value(element: Element, key: str, report: Report) -> Ordinals:
    text = element.tags.get(key)
    if text is None:
        return ()
    levels = parse_levels(text)
    if levels is None:
        report.skipped.append(
            Issue(element.key, f"{key}={text[:_MOST_SHOWN]!r} cannot be read: the level is unknown")
        )
        return ()
    return levels
