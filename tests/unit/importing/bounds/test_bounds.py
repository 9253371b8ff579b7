"""A file that becomes too much is refused in a sentence, or loses what is too much, and the report says so."""

from __future__ import annotations

import pytest

from interactive_maps.importing.formats.imdf import read as read_imdf
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.network.graph import Graph
from interactive_maps.importing.network.plane import choose_plane_around
from interactive_maps.importing.options import Limits, ReadOptions
from tests.unit.importing.bounds import plans
from tests.unit.importing.bounds.work import import_text, list_reasons
from tests.unit.importing.formats.imdf.archives import building, pack, unit
from tests.unit.importing.formats.osm.files import OsmFile

FEW = Limits(entities=500)  # 3,000 vertices, 50,000 characters


def draw_polyline(vertices: int) -> str:
    listed = "".join(f"  0\nVERTEX\n  8\n0\n 10\n{x}\n 20\n{x % 7}\n" for x in range(vertices))
    return f"  0\nPOLYLINE\n 66\n1\n  8\n0\n{listed}  0\nSEQEND\n  8\n0\n"


def repeat_levels() -> str:
    file = OsmFile()
    for number in range(4):
        file.square(3 * number, 0, indoor="room", level="0-199")
    return file.text()


def repeat_way() -> str:
    """A way of many nodes, in many relations."""
    file = OsmFile()
    nodes = [file.node(x, x % 2) for x in range(100)]
    way = file.way([*nodes, nodes[0]])
    for _ in range(40):
        file.relation([("way", way, "outer")], type="multipolygon", indoor="room", level="0")
    return file.text()


def repeat_geojson() -> str:
    line = {"type": "LineString", "coordinates": [[8.5, 47.4], [8.6, 47.4]]}
    return plans.write_geojson(
        {"type": "Feature", "id": number, "properties": {"level": "0-149"}, "geometry": line}
        for number in range(4)
    )


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (
            plans.write_dxf(map(plans.write_circle, range(10**6, 10**6 + 20))),
            "p.dxf",
            "3,000 vertices: simplify",
        ),
        (
            plans.write_dxf([plans.write_grid_insert(10, 10)], draw_polyline(60)),
            "p.dxf",
            "3,000 vertices; purge",
        ),
        (
            plans.write_dxf([plans.write_grid_insert(20, 20)], plans.write_text(0, 0, "A" * 1000)),
            "p.dxf",
            "50,000 characters of text; purge",
        ),
        (repeat_levels(), "p.osm", "500 features on all their levels: cut out"),
        (repeat_way(), "p.osm", "3,000 vertices on all their levels and in all their relations"),
        (repeat_geojson(), "p.geojson", "500 features on all their levels: divide"),
    ],
)
def test_what_a_file_becomes_is_bounded(text, name, said, tmp_path):
    with pytest.raises(InputError, match=said):
        import_text(text, tmp_path / name, FEW)


def test_long_texts_over_one_another_are_refused(tmp_path):
    texts = (plans.write_text(0, 0.3 * number, "OFFICE " * 16) for number in range(2000))
    with pytest.raises(InputError, match="more than 100,000 pairs of them overlap: move"):
        import_text(plans.write_dxf(texts), tmp_path / "p.dxf")


def test_a_spline_of_too_many_points_is_left_out(tmp_path):
    import ezdxf

    drawing = ezdxf.new()
    drawing.modelspace().add_open_spline([(x, x % 7) for x in range(12_000)])
    drawing.modelspace().add_line((0, 0), (9, 0))
    drawing.saveas(tmp_path / "p.dxf")
    draft = import_text((tmp_path / "p.dxf").read_text("utf-8"), tmp_path / "p.dxf")
    assert len(draft.lines) == 1
    assert "SPLINE cannot be read: the spline has more" in list_reasons(draft.report)


def test_units_on_one_another_are_refused(tmp_path):
    collections = building()
    collections["unit"] = [unit(f"u{number}", "l0", 0, 0) for number in range(400)]
    with pytest.raises(InputError, match="more overlapping units and openings than any building: simplify"):
        read_imdf(pack(collections, tmp_path / "map.zip"), ReadOptions())


def test_corridors_across_each_other_have_no_network(tmp_path):
    draft = import_text(plans.cross_ways(200, indoor="corridor", level="0").text(), tmp_path / "p.osm")
    assert len(draft.spaces) == 200
    assert not draft.edges
    assert "no network was made" in list_reasons(draft.report)


def test_an_area_of_rings_across_each_other_is_left_out(tmp_path):
    file = plans.cross_ways(200)
    file.relation(
        [("way", way, "outer") for way in range(1, 201)], type="multipolygon", indoor="room", level="0"
    )
    file.square(-50, -50, indoor="room", level="0", name="Hall")
    draft = import_text(file.text(), tmp_path / "p.osm")
    assert [space.names for space in draft.spaces] == [{"": "Hall"}]
    assert "crosses itself more than 5,000 times" in list_reasons(draft.report)


def test_a_star_is_left_out(tmp_path):
    draft = import_text(plans.draw_star(301).text(), tmp_path / "p.osm")
    assert [space.names for space in draft.spaces] == [{"": "Hall"}]
    assert "crosses itself more than 5,000 times" in list_reasons(draft.report)


def test_lines_that_cross_everywhere_are_no_network(tmp_path):
    ends = [(0.0, float(n), 340.0, float(n)) for n in range(340)]
    lines = [plans.write_line(*end, "X-NETWORK") for end in ends]
    lines += [plans.write_line(y, x, to_y, to_x, "X-NETWORK") for x, y, to_x, to_y in ends]
    draft = import_text(plans.write_dxf(lines), tmp_path / "p.dxf")
    assert not draft.edges
    assert "more crossings than a network can have" in list_reasons(draft.report)


def test_lines_of_sight_are_bounded_for_the_whole_map():
    graph = Graph(choose_plane_around([]))
    assert sum(graph.afford_sights(1_000_000) for _ in range(10)) == 3
    assert all(graph.afford_sights(500) for _ in range(10))


def test_a_passage_of_a_thousand_kilometres_is_crossed_no_oftener(tmp_path):
    file = OsmFile()
    for south in (0, 1):
        corners = [(0, south), (100_000, south), (100_000, south + 1), (0, south + 1)]
        nodes = [file.node(x, y) for x, y in corners]
        file.way([*nodes, nodes[0]], indoor="corridor", level="0")
    draft = import_text(file.text(), tmp_path / "p.osm")
    assert 0 < len(draft.nodes) < 2000
