"""The walkable network, made of drawn lines, or of spaces and the openings between them. Pure."""

from interactive_maps.importing.network.level_joining import join_levels
from interactive_maps.importing.network.network_step import make_network
from interactive_maps.importing.network.reach import Reach, measure_reach
from interactive_maps.importing.network.shafts import join_shafts

__all__ = ["Reach", "join_levels", "join_shafts", "make_network", "measure_reach"]
