"""Texts of steps, in all languages with a catalogue.

A sentence has up to three parts: the maneuver, its landmark ("after 2 doors"), and a maneuver just before. The
catalogues order them, so that each language has its natural word order.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from interactive_maps.routing.directions.names import isolate, shorten_name
from interactive_maps.routing.directions.steps import Angle, Step, StepKind
from interactive_maps.texts.languages import LANGUAGES

_SOURCE = "en"  # the language in which messages are written
DOMAIN = "directions"
LOCALE = Path(__file__).with_name("locale")
_WORTH_TELLING = 10.0  # metres: an earlier turn is visible


def _(message: str) -> str:
    """Mark a message for translators; it is translated later, when the language is known."""
    return message


_TURNS: Mapping[Angle, str] = {
    Angle.STRAIGHT: _("go straight on"),
    Angle.SLIGHT_LEFT: _("bear left"),
    Angle.SLIGHT_RIGHT: _("bear right"),
    Angle.LEFT: _("turn left"),
    Angle.RIGHT: _("turn right"),
    Angle.SHARP_LEFT: _("turn sharp left"),
    Angle.SHARP_RIGHT: _("turn sharp right"),
}
_BENDS: Mapping[str | None, str] = {
    "left": _("follow the bend to the left"),
    "right": _("follow the bend to the right"),
    None: _("go straight on"),
}
_LEVEL_CHANGES: Mapping[tuple[StepKind, str | None], str] = {
    (StepKind.STAIRS, None): _("take the stairs"),
    (StepKind.STAIRS, "up"): _("take the stairs up to {level}"),
    (StepKind.STAIRS, "down"): _("take the stairs down to {level}"),
    (StepKind.LIFT, None): _("take the lift"),
    (StepKind.LIFT, "up"): _("take the lift up to {level}"),
    (StepKind.LIFT, "down"): _("take the lift down to {level}"),
    (StepKind.ESCALATOR, None): _("take the escalator"),
    (StepKind.ESCALATOR, "up"): _("take the escalator up to {level}"),
    (StepKind.ESCALATOR, "down"): _("take the escalator down to {level}"),
    (StepKind.RAMP, None): _("take the ramp"),
    (StepKind.RAMP, "up"): _("take the ramp up to {level}"),
    (StepKind.RAMP, "down"): _("take the ramp down to {level}"),
    (StepKind.WALKWAY, None): _("take the moving walkway"),
    (StepKind.WALKWAY, "up"): _("take the moving walkway up to {level}"),
    (StepKind.WALKWAY, "down"): _("take the moving walkway down to {level}"),
}
_ENTRIES: Mapping[str | None, str] = {
    "left": _("enter {name} on the left"),
    "right": _("enter {name} on the right"),
    None: _("enter {name} straight ahead"),
}
_GOALS: Mapping[str | None, str] = {
    "left": _("find {name} on the left"),
    "right": _("find {name} on the right"),
    None: _("find {name} straight ahead"),
}
_POINTS: Mapping[str, str] = {
    "north": _("head north"),
    "north_east": _("head north-east"),
    "east": _("head east"),
    "south_east": _("head south-east"),
    "south": _("head south"),
    "south_west": _("head south-west"),
    "west": _("head west"),
    "north_west": _("head north-west"),
}


def write(steps: Sequence[Step], language: str) -> list[str]:
    """Return a sentence for each of ``steps`` in ``language``, one of LANGUAGES; ValueError for others."""
    if language not in LANGUAGES:
        raise ValueError(f"there are no directions in {language!r}")
    writer = Writer(language)
    return [writer.write(step) for step in steps]


def list_level_changes() -> list[str]:
    """Return the sentences of all level changes, in English."""
    return list(_LEVEL_CHANGES.values())


def round_metres(metres: float) -> int:
    """Return a rounded length: in steps of 5 m below 100 m, of 10 m below 500 m, of 50 m above."""
    size = 5 if metres < 100 else 10 if metres < 500 else 50
    return max(size * round(metres / size), size)


class Writer:
    """Writes texts in one language."""

    def __init__(self, language: str) -> None:
        catalogue = open_catalogue(language)
        self._say, self._count = catalogue.gettext, catalogue.ngettext
        self._right_to_left = LANGUAGES[language].direction == "rtl"

    def write(self, step: Step) -> str:
        """Return the sentence for one step."""
        what, where = _WHATS[step.kind](self, step), self._tell_where(step)
        text = self._say("{what} {where}.").format(what=what, where=where) if where else f"{what}."
        return text[0].upper() + text[1:]

    def start(self, step: Step) -> str:
        """Return the text for leaving the first place."""
        name = self._name(step.name)
        if step.indoors:
            room = name or self._say("the room")
            first = self._say("leave {name}").format(name=room)
            return self._join(first, self._say(_TURNS[step.angle])) if step.angle is not None else first
        first = self._say("start at {name}").format(name=name) if name else ""
        point = step.landmark.name if step.landmark and step.landmark.kind == "compass" else None
        then = self._say(_POINTS[point]) if point else self._say("go straight on")
        return self._join(first, then) if first else then

    def turn(self, step: Step) -> str:
        """Return the text of a turn."""
        return self._say(_TURNS[step.angle or Angle.STRAIGHT])

    def bend(self, step: Step) -> str:
        """Return the text of a bend."""
        return self._say(_BENDS[step.angle.side if step.angle else None])

    def door(self, step: Step) -> str:
        """Return the text of a door, with the turn before it."""
        name = self._name(step.name)
        door = self._say("go through {name}").format(name=name) if name else self._say("go through the door")
        return self._turn_and(step, door)

    def cross(self, step: Step) -> str:
        """Return the text of leaving or entering a building, with the turn before it."""
        name = self._name(step.name) or self._say("the building")
        text = self._say("leave {name}") if step.kind is StepKind.LEAVE else self._say("enter {name}")
        return self._turn_and(step, text.format(name=name))

    def ride(self, step: Step) -> str:
        """Return the text of a connector, its destination level, and the turn before it."""
        direction = None
        if step.to_level is not None and step.level is not None:
            direction = "up" if step.to_level > step.level else "down"
        text = self._say(_LEVEL_CHANGES[step.kind, direction]).format(level=self._name_level(step))
        name = self._name(step.name)
        if name:
            text = self._say("{what} ({name})").format(what=text, name=name)
        return self._turn_and(step, text)

    def arrive(self, step: Step) -> str:
        """Return the text of the arrival."""
        name = self._name(step.name)
        side = step.angle.side if step.angle else None
        if step.indoors:
            return self._say(_ENTRIES[side]).format(name=name or self._say("the room"))
        if step.angle is None:
            return self._say("arrive at {name}").format(name=name or self._say("your destination"))
        return self._say(_GOALS[side]).format(name=name or self._say("your destination"))

    def _turn_and(self, step: Step, then: str) -> str:
        turns = step.angle is not None and step.angle is not Angle.STRAIGHT
        return self._join(self.turn(step), then) if turns else then

    def _join(self, first: str, second: str) -> str:
        return self._say("{first} and {second}").format(first=first, second=second)

    def _tell_where(self, step: Step) -> str:
        mark = step.landmark
        if mark is not None and mark.kind == "doors" and mark.count is not None:
            if mark.count == 0:
                return self._say("at the first door on that side")
            if mark.side is None:
                text = self._count("after one door", "after {count} doors", mark.count)
            else:
                text = self._count(
                    "after one door on that side", "after {count} doors on that side", mark.count
                )
            return text.format(count=mark.count)
        if mark is not None and mark.kind == "room" and (name := self._name(mark.name)):
            return self._say("at {name}").format(name=name)
        if step.kind is not StepKind.START and step.approach >= _WORTH_TELLING:
            return self._say("after about {metres} m").format(metres=round_metres(step.approach))
        return ""

    def _name(self, name: str | None) -> str:
        shown = shorten_name(name) if name else ""
        return isolate(shown, right_to_left=self._right_to_left) if shown else ""

    def _name_level(self, step: Step) -> str:
        if step.to_level is None:
            return ""
        return self._name(step.to_level_name) or self._say("level {number}").format(
            number=isolate(f"{step.to_level:g}", right_to_left=self._right_to_left)
        )


_WHATS: Mapping[StepKind, Callable[[Writer, Step], str]] = {
    StepKind.START: Writer.start,
    StepKind.TURN: Writer.turn,
    StepKind.STRAIGHT: Writer.bend,
    StepKind.DOOR: Writer.door,
    StepKind.LEAVE: Writer.cross,
    StepKind.ENTER: Writer.cross,
    StepKind.ARRIVE: Writer.arrive,
    **dict.fromkeys({kind for kind, _direction in _LEVEL_CHANGES}, Writer.ride),
}


@lru_cache(maxsize=len(LANGUAGES))
def open_catalogue(language: str) -> gettext.NullTranslations:
    """Return a language's catalogue; messages are written in English."""
    if language == _SOURCE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE, [language])
