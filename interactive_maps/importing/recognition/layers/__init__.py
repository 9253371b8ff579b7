"""What each entity of a drawing is: by the words of its layer and blocks, else by the geometry of its layer."""

from interactive_maps.importing.recognition.layers.roles import LayerRole, Role, Roles, assign_roles

__all__ = ["LayerRole", "Role", "Roles", "assign_roles"]
