"""The label of a room: its number, name and written area, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomLabel:
    """What a drawing says of one room; ``place`` in metres, ``entities`` drew the texts, ``area`` in square metres.

    ``known`` is True where the name holds a word that rooms are known by.
    """

    number: str
    name: str
    place: tuple[float, float]
    entities: tuple[int, ...]
    known: bool = False
    area: float | None = None
