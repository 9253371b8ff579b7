"""The label of a room: its number, name and written area, and their position."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomLabel:
    """The texts about one room; ``place`` in metres, ``entities`` drew the texts, ``area`` in square metres.

    ``known`` is True where the name holds a word that rooms are known by.
    """

    number: str
    name: str
    place: tuple[float, float]
    entities: tuple[int, ...]
    known: bool = False
    area: float | None = None
