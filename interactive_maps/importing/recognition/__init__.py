"""Rooms, doors and ways recognised in the linework of a drawing: no format, no database, no files. Pure."""

from interactive_maps.importing.recognition.recognising import recognise_floor

__all__ = ["recognise_floor"]
