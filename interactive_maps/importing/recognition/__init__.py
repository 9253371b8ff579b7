"""Recognition of rooms and doors in the linework of a drawing, without formats, database or files. Pure."""

from interactive_maps.importing.recognition.recognising import recognise_floor

__all__ = ["recognise_floor"]
