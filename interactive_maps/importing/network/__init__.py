"""The walkable network, made of lines that were drawn for it, or of spaces and the openings between them. Pure."""

from interactive_maps.importing.network.level_joining import join_levels
from interactive_maps.importing.network.network_step import make_network

__all__ = ["join_levels", "make_network"]
