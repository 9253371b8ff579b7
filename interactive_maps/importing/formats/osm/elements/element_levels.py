"""On which levels an element is, and what cannot be known of it."""

from __future__ import annotations

from dataclasses import dataclass

from interactive_maps.importing.formats.osm.elements.element import Element
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.tags import Tags
from interactive_maps.importing.values.level_values import format_ordinal, parse_levels
from interactive_maps.texts.cleaning import clean_text

_MOST_SHOWN = 100  # characters of a value, in a remark
Ordinals = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ElementLevels:
    """The levels of an element: its own, and once more for every level that it is repeated on.

    Empty where the element tells no level, or none that can be read: that is unknown, and not the ground floor.
    """

    copies: tuple[Ordinals, ...] = ()

    @property
    def ordinals(self) -> Ordinals:
        """All levels, sorted and each once."""
        return tuple(sorted({ordinal for copy in self.copies for ordinal in copy}))


def read_element_levels(element: Element, report: Report) -> ElementLevels:
    """Return the element's levels; a value that cannot be read is reported, never taken for a level."""
    own = _read_value(element, "level", report)
    repeats = _read_value(element, "repeat_on", report)
    if not own:
        return ElementLevels(tuple((ordinal,) for ordinal in repeats))
    # A flight of steps from 0 to 1 repeated on 1 goes from 1 to 2: a repeat says where the lowest level comes to lie.
    lowest = own[0]
    shifted = (tuple(ordinal - lowest + repeat for ordinal in own) for repeat in repeats if repeat != lowest)
    return ElementLevels((own, *shifted))


def make_key(element: Element, ordinal: float | None) -> str:
    """Return the key of an element's feature on one level: ``way/123@0``, or ``way/123`` where it is unknown."""
    return element.key if ordinal is None else f"{element.key}@{format_ordinal(ordinal)}"


def read_level_name(tags: Tags) -> str | None:
    """Return what the floor is called on site, as ``level:ref`` says it, unless it names several."""
    name = clean_text(tags.get("level:ref", ""))
    return name if name and ";" not in name else None


def _read_value(element: Element, key: str, report: Report) -> Ordinals:
    text = element.tags.get(key)
    if text is None:
        return ()
    levels = parse_levels(text)
    if levels is None:
        report.skipped.append(
            Issue(element.key, f"{key}={text[:_MOST_SHOWN]!r} cannot be read: its level is unknown")
        )
        return ()
    return levels
