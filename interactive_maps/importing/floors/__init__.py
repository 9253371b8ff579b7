"""Recognised floors as map drafts: the levels of a drawing, with a report on its layers."""

from interactive_maps.importing.floors.chosen_view import choose_view
from interactive_maps.importing.floors.features import add_floor
from interactive_maps.importing.floors.recognising import recognise_rooms
from interactive_maps.importing.floors.survey import Survey

__all__ = ["Survey", "add_floor", "choose_view", "recognise_rooms"]
