"""Regions between barriers: faces, closed outlines in the drawing, and cuts where a divider is missing."""

from interactive_maps.importing.recognition.rooms.faces import build_faces
from interactive_maps.importing.recognition.rooms.region import Region

__all__ = ["Region", "build_faces"]
