"""Nameless layers of tiles and ceilings are no walls, although their lines run side by side as well."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.layers import Role, Roles, assign_roles
from interactive_maps.importing.recognition.plan import Plan
from tests.unit.importing.recognition.buildings import make_reader

FACES = [(0, 0, 12, 8), (0.2, 0.2, 5.9, 7.8), (6.1, 0.2, 11.8, 7.8)]


def draw(*, size: float, linetype: str = "", door: bool = False, pen: float | None = None) -> Roles:
    """Return the roles of two rooms on a layer, with a raster on another in one of them."""
    builder = DrawingBuilder()
    builder.layer("L2", pen=pen)
    wall = builder.add_entity("1", "LINE", "L1")
    for west, south, east, north in FACES:
        ring = np.array([[west, south], [east, south], [east, north], [west, north]])
        builder.add_line(wall, ring, closed=True)
    raster = builder.add_entity("2", "LINE", "L2", linetype=linetype)
    for x in np.arange(0.2 + size, 5.9, size):
        builder.add_line(raster, np.array([[x, 0.2], [x, 5.8]]))
    for y in np.arange(0.2 + size, 5.8, size):
        builder.add_line(raster, np.array([[0.2, y], [5.8, y]]))
    if door:
        builder.add_arc(raster, 3.0, 6.0, 0.9, 0.0, np.pi / 2)
    plan = Plan.of(builder.build(), 1.0)
    return assign_roles(plan, make_reader().kind_of, Account().begin("layers"))


@pytest.mark.parametrize(
    ("size", "linetype"), [(0.3, ""), (0.6, "DASHED")], ids=["tiles", "a dashed ceiling"]
)
def test_a_raster_is_no_wall_and_walls_beside_it_are(size, linetype):
    layers = draw(size=size, linetype=linetype).layers
    assert layers["L1"].role in {Role.WALL, Role.MIXED}
    assert layers["L2"].role is Role.ANNOTATION


def test_a_layer_with_a_swing_is_looked_at_all_the_same():
    assert draw(size=0.6, linetype="DASHED", door=True).layers["L2"].role is not Role.ANNOTATION


def test_one_pen_draws_more_than_tiles():
    assert draw(size=0.3, pen=0.1).layers["L2"].because != draw(size=0.3).layers["L2"].because
