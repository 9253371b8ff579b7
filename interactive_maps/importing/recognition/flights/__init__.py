"""Flights of stairs: rows of treads, and the rooms that they are."""

from interactive_maps.importing.recognition.flights.halls import separate_flights
from interactive_maps.importing.recognition.flights.mixed_regions import divide_at_flights
from interactive_maps.importing.recognition.flights.treads import find_flights, mark_treads
from interactive_maps.importing.recognition.flights.wells import mark_stairwells

__all__ = ["divide_at_flights", "find_flights", "mark_stairwells", "mark_treads", "separate_flights"]
