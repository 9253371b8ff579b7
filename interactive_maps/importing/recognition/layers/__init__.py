"""Roles of a drawing's entities, from the names of layers and blocks, else from the geometry of the layer."""

from interactive_maps.importing.recognition.layers.role import LayerRole, Role
from interactive_maps.importing.recognition.layers.roles import Roles, assign_roles

__all__ = ["LayerRole", "Role", "Roles", "assign_roles"]
