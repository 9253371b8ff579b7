"""Roles of entities: from names first, from geometry if names say nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Integers
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import block_shapes
from interactive_maps.importing.recognition.layers.abutting import find_abutted_layers
from interactive_maps.importing.recognition.layers.block_shapes import judge_blocks
from interactive_maps.importing.recognition.layers.fills import measure_fills
from interactive_maps.importing.recognition.layers.jambs import find_bearing_layers, measure_crossed
from interactive_maps.importing.recognition.layers.leaf_layers import find_leaf_layers
from interactive_maps.importing.recognition.layers.linetypes import find_broken, find_broken_layers
from interactive_maps.importing.recognition.layers.marks import find_marks
from interactive_maps.importing.recognition.layers.pens import find_cut_layers
from interactive_maps.importing.recognition.layers.role import ROLES, LayerRole, Role
from interactive_maps.importing.recognition.layers.shapes import LayerShape, describe_layers
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.rules.layer_rules import LayerRules

# A block's name outweighs a layer of these roles.
_VAGUE = frozenset({Role.UNKNOWN, Role.FLOOR, Role.MIXED, Role.WALL})
_BARRIERS = frozenset({Role.WALL, Role.GLASS, Role.COLUMN, Role.MIXED})
_BLOCK_ROLES = frozenset({Role.DOOR, Role.GLASS, Role.FURNITURE, Role.STAIR, Role.LIFT, Role.COLUMN})

_SHAPES = {
    block_shapes.DOOR: Role.DOOR,
    block_shapes.COLUMN: Role.COLUMN,
    block_shapes.FURNITURE: Role.FURNITURE,
}
_KEPT_BROKEN = (int(Role.DOOR), int(Role.STAIR), int(Role.LIFT), int(Role.LABEL))
_CURVES = frozenset({"ARC", "CIRCLE", "ELLIPSE", "SPLINE"})

# Shares of a layer's length with a parallel partner as far off as a wall is thick, of the plan's length, and metres.
_WALL_PAIRED, _WALL_SHARE = 0.8, 0.3
_SURE_PAIRED, _SURE_SHARE, _SURE_SEGMENT = 0.93, 0.12, 0.4
_MIXED_SHARE = 0.35
_ALL_SHARE = 0.7  # a layer with this much holds more than walls
_DOOR_SWINGS = 3
_PATTERN = 0.6  # of a layer's length in rows of equal lines
_MOST_CROSSED = 0.25  # of the doors: outlines of rooms run through all
_LEAST_WALLS = 0.04  # of the plan's length: a layer named as walls may hold just two stray lines

Kinds = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of every entity, and of every layer by name."""

    entities: Integers
    layers: Mapping[str, LayerRole]

    def fix_kinds(self) -> dict[str, str]:
        """Return the kind of each layer as rules that fix them."""
        return {name: found.kind for name, found in self.layers.items()}

    def chosen(self, *roles: Role) -> NDArray[np.bool_]:
        """Return which entities have one of the roles."""
        return np.isin(self.entities, [int(role) for role in roles])


def assign_roles(plan: Plan, kind_of: Kinds, step: Step, said: LayerRules | None = None) -> Roles:
    """Return the roles of the entities of ``plan``; ``kind_of`` maps names to the kinds of rule files.

    The kinds of layers in ``said`` take precedence over names and geometry.
    """
    names = [layer.name for layer in plan.drawing.layers]
    kinds = said.kinds if said else {}
    layers = {name: _read_name(name, kind_of) for name in names}
    for name in layers.keys() & kinds:
        kind = kinds[name]
        layers[name] = LayerRole(ROLES.get(kind, Role.UNKNOWN), "a rule says so", kind, fixed=True)
    unnamed = _list_unnamed(layers)
    shapes = describe_layers(plan, unnamed)
    for name in find_cut_layers(plan, unnamed):
        layers[name] = LayerRole.seen(
            Role.WALL, "its lines run side by side, and are filled or drawn with the widest pen"
        )
    for name, leaves in find_leaf_layers(plan, unnamed).items():
        layers[name] = LayerRole.seen(Role.DOOR, f"it holds {leaves} open leaves of doors")
    _believe_fills(plan, layers, shapes, unnamed)
    _hang_doors(plan, layers, shapes)
    _leave_out_patterns(plan, layers, shapes)
    _judge_unnamed(layers, shapes, names)
    _close_fronts(plan, layers, shapes)
    by_layer = np.array([int(layers[name].role) for name in names], dtype=np.int64)
    entities = by_layer[plan.drawing.entity_layers]
    _apply_blocks(plan, entities, kind_of)
    _look_at_blocks(plan, entities, step)
    _leave_out_broken(plan, entities, step)
    if plan.drawing.header.paper_unit is not None:
        entities[find_marks(plan, layers.keys() - unnamed)] = int(Role.ANNOTATION)
    for name, found in layers.items():
        if shapes[name].length > 0:
            step.note(f"layer {name}: {found.role.name.lower()}, {found.because}")
    return Roles(entities, layers)


def _read_name(name: str, kind_of: Kinds) -> LayerRole:
    kind = kind_of(name)
    role = ROLES.get(kind, Role.UNKNOWN)
    return LayerRole(role, f"its name says {kind}" if role else "its name says nothing", kind)


def _list_unnamed(layers: Mapping[str, LayerRole]) -> frozenset[str]:
    """Return the layers that neither their name nor a person assigned a role."""
    return frozenset(name for name, found in layers.items() if found.role is Role.UNKNOWN and not found.fixed)


def _believe_fills(
    plan: Plan, layers: dict[str, LayerRole], shapes: dict[str, LayerShape], unnamed: Collection[str]
) -> None:
    """Make layers with few lines but fills as slender as walls into walls, and add the fills to their length."""
    drawn = sum(shape.length for shape in shapes.values())
    for name, length in measure_fills(plan, unnamed, drawn).items():
        if layers[name].role is Role.UNKNOWN and shapes[name].length <= length:
            layers[name] = LayerRole.seen(Role.WALL, "its fills are as slender as walls")
        shapes[name] = replace(shapes[name], length=shapes[name].length + length)


def _hang_doors(plan: Plan, layers: dict[str, LayerRole], shapes: Mapping[str, LayerShape]) -> None:
    """Make layers without meaningful names that doors hang in into walls, or mixed if they hold much else."""
    unnamed = _list_unnamed(layers)
    unnamed -= {name for name in unnamed if shapes[name].swings >= _DOOR_SWINGS}
    named = {name for name, found in layers.items() if found.role in _BARRIERS}
    total = sum(shape.length for shape in shapes.values()) or 1.0
    for name in find_bearing_layers(plan, unnamed, named):
        much_else = shapes[name].length >= _MIXED_SHARE * total and shapes[name].paired < _PATTERN
        layers[name] = LayerRole.seen(Role.MIXED if much_else else Role.WALL, "doors hang in its lines")


def _close_fronts(plan: Plan, layers: dict[str, LayerRole], shapes: Mapping[str, LayerShape]) -> None:
    """Make layers without meaningful names that walls end at into glass, unless doors open through their lines."""
    unnamed = _list_unnamed(layers)
    broken = find_broken_layers(plan)  # and one pen draws many things
    unnamed -= {one.name for i, one in enumerate(plan.drawing.layers) if one.pen is not None or i in broken}
    walls = {name for name, found in layers.items() if found.role is Role.WALL}
    for name in find_abutted_layers(plan, unnamed, walls):
        if shapes[name].swings < _DOOR_SWINGS and measure_crossed(plan, name) <= _MOST_CROSSED:
            layers[name] = LayerRole.seen(Role.GLASS, "walls end at its lines")


def _leave_out_patterns(plan: Plan, layers: dict[str, LayerRole], shapes: Mapping[str, LayerShape]) -> None:
    """Exclude layers from the building that hold rows of equal lines, or broken lines, and little else.

    Ceilings and tiles run side by side as well. If they are most of the drawing, they may be all of it.
    """
    total = sum(shape.length for shape in shapes.values())
    broken = find_broken_layers(plan)
    for index, layer in enumerate(plan.drawing.layers):
        shape = shapes[layer.name]
        if layers[layer.name].role is not Role.UNKNOWN or layers[layer.name].fixed or not shape.length:
            continue
        if shape.length >= _ALL_SHARE * total or shape.swings or layer.pen is not None:
            continue  # one pen draws many things
        if index in broken:
            layers[layer.name] = LayerRole.seen(Role.ANNOTATION, "most of its lines are broken")
        elif shape.in_rows >= _PATTERN:
            layers[layer.name] = LayerRole.seen(
                Role.ANNOTATION, f"{shape.in_rows:.0%} of its lines are in rows, like tiles and hatches"
            )


def _judge_unnamed(layers: dict[str, LayerRole], shapes: Mapping[str, LayerShape], names: list[str]) -> None:
    """Assign roles by geometry to layers with meaningless names."""
    total = sum(shapes[name].length for name in names if layers[name].role is not Role.ANNOTATION) or 1.0
    built = sum(shapes[n].length for n in names if layers[n].role in {Role.WALL, Role.GLASS}) / total
    if not any(layers[name].role in {Role.WALL, Role.MIXED} and shapes[name].length for name in names):
        built = 0.0  # windows are in walls, which some layer must hold
    unnamed = [
        name
        for name in names
        if layers[name].role is Role.UNKNOWN and not layers[name].fixed and shapes[name].length > 0
    ]
    for name in unnamed:
        shape, share = shapes[name], shapes[name].length / total
        if built < _LEAST_WALLS and share < _ALL_SHARE and _are_walls(shape, share):
            layers[name] = LayerRole.seen(
                Role.WALL, f"{shape.paired:.0%} of its lines run side by side like the faces of walls"
            )
        elif built < _LEAST_WALLS and share >= _MIXED_SHARE:
            layers[name] = LayerRole.seen(
                Role.MIXED, f"no layer names walls, and it holds {share:.0%} of all lines"
            )
        elif shape.swings >= _DOOR_SWINGS and shape.swings * 40 >= shape.pieces:
            layers[name] = LayerRole.seen(Role.DOOR, f"it holds {shape.swings} door swings")
    roles = {layers[name].role for name in names}
    if not roles & {Role.WALL, Role.MIXED, Role.GLASS} or built < _LEAST_WALLS:
        _take_largest(layers, shapes, names, total)


def _are_walls(shape: LayerShape, share: float) -> bool:
    usual = shape.paired >= _WALL_PAIRED and share >= _WALL_SHARE
    sure = shape.paired >= _SURE_PAIRED and share >= _SURE_SHARE and shape.median >= _SURE_SEGMENT
    return (usual or sure) and shape.swings < _DOOR_SWINGS


def _take_largest(
    layers: dict[str, LayerRole], shapes: Mapping[str, LayerShape], names: list[str], total: float
) -> None:
    """If no layer looks like walls, look for them in the unnamed layers with most of the lines."""
    if any(
        layers[name].role in {Role.WALL, Role.MIXED} and shapes[name].length > _LEAST_WALLS * total
        for name in names
    ):
        return
    for name in names:
        is_open = layers[name].role in {Role.UNKNOWN, Role.FLOOR} and not layers[name].fixed
        if is_open and shapes[name].length >= 0.1 * total:
            layers[name] = LayerRole.seen(
                Role.MIXED, "no layer names walls, and it holds much of the drawing"
            )


def _look_at_blocks(plan: Plan, entities: Integers, step: Step) -> None:
    """Assign roles by shape to blocks with meaningless names on layers that hold everything."""
    found = judge_blocks(plan, np.flatnonzero(entities == int(Role.MIXED)))
    for index, verdict in found.items():
        entities[index] = int(_SHAPES[verdict])
    step.count(blocks_by_shape=len(found))


def _leave_out_broken(plan: Plan, entities: Integers, step: Step) -> None:
    """Make dashed lines annotation, except doors, whose swings are often dashed, and stairs."""
    chosen = find_broken(plan) & ~np.isin(entities, _KEPT_BROKEN)
    chosen &= np.array([entity.kind not in _CURVES for entity in plan.drawing.entities], dtype=bool)
    entities[chosen] = int(Role.ANNOTATION)
    step.count(broken_lines=int(chosen.sum()))


def _apply_blocks(plan: Plan, entities: Integers, kind_of: Kinds) -> None:
    """Correct the roles of entities by the names of the blocks that drew them."""
    known: dict[tuple[str, ...], Role] = {}
    for index, entity in enumerate(plan.drawing.entities):
        if not entity.blocks or Role(entities[index]) not in _VAGUE:
            continue
        role = known.get(entity.blocks)
        if role is None:
            named = [ROLES.get(kind_of(name), Role.UNKNOWN) for name in reversed(entity.blocks)]
            role = known[entity.blocks] = next((one for one in named if one in _BLOCK_ROLES), Role.UNKNOWN)
        if role is not Role.UNKNOWN:
            entities[index] = int(role)
