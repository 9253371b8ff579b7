"""GeoJSON features as spaces, openings, connectors, rooms, linework and lines to walk along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.bounds import Allowance
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats.geojson import rules
from interactive_maps.importing.formats.geojson.homes import Homes
from interactive_maps.importing.formats.geojson.kinds import (
    FeatureKind,
    choose_kind,
    find_connector,
    name_holds,
)
from interactive_maps.importing.formats.geojson.makers import (
    make_building,
    make_connector,
    make_level,
    make_occupant,
    make_opening,
    make_point,
    make_space,
    make_walked,
)
from interactive_maps.importing.formats.geojson.placed_feature import PlacedFeature, divide
from interactive_maps.importing.formats.geojson.properties import Said
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.issue_collector import IssueCollector, IssueRule
from interactive_maps.importing.tags.layers import LAYER_KEYS, name_layer
from interactive_maps.importing.values.level_values import format_ordinal
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow

_LAYER = "geojson"
_NETWORK = "network"
_ON_A_LEVEL = frozenset({FeatureKind.SPACE, FeatureKind.ROOM, FeatureKind.OPENING, FeatureKind.POINT})


class Floor:
    """Adds features to a draft; ``layers`` counts them by (layer, contents)."""

    def __init__(
        self,
        draft: MapDraft,
        options: ReadOptions,
        issues: IssueCollector,
        level: float | None,
        *,
        tells_levels: bool = False,
    ) -> None:
        """``level`` is for features without one; ``tells_levels`` is whether others have levels."""
        self.layers: Counter[tuple[str, str]] = Counter()
        self.homes = Homes()
        self._draft = draft
        self._rules = options.rules
        self._kind = options.rules.properties.kind
        self._only = options.level
        self._level = level
        self._tells_levels = tells_levels
        self._issues = issues
        limits, advice = options.limits, "divide the file, or raise --max-entities"
        features = f"become more than {{most}} features on all their levels: {advice}"
        self._rows = Allowance(limits.entities, "its features", features)
        vertices = f"have more than {{most}} vertices on all their levels: {advice}"
        self._vertices = Allowance(limits.vertices, "its features", vertices)

    def add(self, key: str, said: Said, geometry: BaseGeometry) -> None:
        """Add one feature, in WGS84; a feature on several levels becomes one for each level."""
        if said.levels is None:
            self._note(rules.UNREADABLE_LEVEL, key)
        levels = said.levels or (None if said.levels is None else self._level,)
        self._rows.take(len(levels))
        self._vertices.take(len(levels) * int(shapely.get_num_coordinates(geometry)))
        wanted = [level for level in levels if self._only in {None, level}]
        if not wanted:
            self._note(rules.OTHER_LEVEL, key)
            return
        geometry = self._flatten(key, geometry)
        dimension = int(shapely.get_dimensions(geometry))
        kind = self._choose(key, said, dimension)
        features = [
            PlacedFeature(self._name(key, level, levels), said, level, geometry, dimension)
            for level in wanted
        ]
        if kind is FeatureKind.BUILDING:
            self._add_building(features[0])
            return
        if self._tells_levels and levels == (None,) and said.levels is not None and kind in _ON_A_LEVEL:
            self._note(rules.NO_LEVEL, key)
        for feature in features:
            self._add_on_level(feature, kind)
        self._add_connector(key, features, kind)

    def _name(self, key: str, level: float | None, levels: tuple[float | None, ...]) -> str:
        return key if len(levels) == 1 else f"{key}@{format_ordinal(level or 0.0)}"

    def _note(self, rule: IssueRule, key: str, detail: str = "") -> None:
        self._issues.note(rule, "feature", key, detail)

    def _flatten(self, key: str, geometry: BaseGeometry) -> BaseGeometry:
        """Return the areas of a collection, else its lines, else its points."""
        if geometry.geom_type != "GeometryCollection":
            return geometry
        parts = shapely.get_parts(shapely.get_parts(geometry))
        dimensions = shapely.get_dimensions(parts)
        if len(set(dimensions.tolist())) > 1:
            self._note(rules.PARTS_LEFT_OUT, key)
        return shapely.union_all(parts[dimensions == dimensions.max()])

    def _choose(self, key: str, said: Said, dimension: int) -> FeatureKind | None:
        """Return the kind of a feature, or None if the rules exclude it."""
        kind = choose_kind(key, said, dimension, self._rules)
        if kind is FeatureKind.EXPORTED:
            return kind
        if self._kind == _NETWORK:
            return FeatureKind.PATH if dimension == 1 else None
        if self._kind == "linework":
            return FeatureKind.LINE if dimension else FeatureKind.NOTHING
        if self._kind == "rooms" and kind not in {FeatureKind.SPACE, FeatureKind.ROOM, FeatureKind.PATH}:
            return None
        return kind

    def _add_on_level(self, feature: PlacedFeature, kind: FeatureKind | None) -> None:
        adders: dict[FeatureKind | None, Callable[[PlacedFeature], None]] = {
            None: lambda one: self._note(rules.NOT_WANTED, one.key),
            FeatureKind.LEVEL: self._add_level,
            FeatureKind.SPACE: self._add_space,
            FeatureKind.OPENING: self._add_opening,
            FeatureKind.CONNECTOR: lambda one: self._add_line(one) if one.dimension else None,
            FeatureKind.ROOM: self._add_room,
            FeatureKind.POINT: lambda one: self._draft.points.append(make_point(one)),
            FeatureKind.PATH: self._add_path,
            FeatureKind.LINE: self._add_line,
            FeatureKind.NOTHING: lambda one: self._note(rules.POINT_WITHOUT_NAME, one.key),
            FeatureKind.OUTDOORS: lambda one: self._note(rules.OUTDOORS, one.key),
            FeatureKind.EXPORTED: self._add_exported,
        }
        adders[kind](feature)
        if feature.said.building:
            self.homes.named[feature.key] = feature.said.building
        if feature.said.level_name:
            self.homes.level_names[feature.key] = feature.said.level_name

    def _add_building(self, feature: PlacedFeature) -> None:
        self.homes.buildings.append(make_building(feature))
        self._add_line(feature)

    def _add_level(self, feature: PlacedFeature) -> None:
        if feature.level is not None:
            self.homes.levels.append(make_level(feature, feature.level))
        self._add_line(feature)

    def _add_space(self, feature: PlacedFeature) -> None:
        space = make_space(feature, find_connector(feature.said, self._rules))
        self._draft.spaces.append(space)
        if (occupant := make_occupant(feature.said, space)) is not None:
            self._draft.occupants.append(occupant)
        if feature.said.title:
            point = space.display_point
            self._draft.rooms.append(
                RoomRow(feature.key, feature.said.title, feature.level, point.x, point.y)
            )
        else:
            self._note(rules.UNNAMED, feature.key)
        self._add_line(feature)

    def _add_opening(self, feature: PlacedFeature) -> None:
        self._draft.openings.extend(map(make_opening, divide(feature)))
        if feature.dimension:
            self._add_line(feature)

    def _add_connector(self, key: str, features: list[PlacedFeature], kind: FeatureKind | None) -> None:
        """Add a connector between the levels of a feature; shafts of one level are joined later."""
        found = find_connector(features[0].said, self._rules)
        is_shaft = kind is FeatureKind.SPACE and len(features) > 1
        if found is not None and (is_shaft or kind is FeatureKind.CONNECTOR):
            self._draft.connectors.append(make_connector(key, features, found, is_space=is_shaft))

    def _add_room(self, feature: PlacedFeature) -> None:
        geometry = feature.geometry
        point = geometry if isinstance(geometry, Point) else geometry.representative_point()
        self._draft.rooms.append(RoomRow(feature.key, feature.said.title, feature.level, point.x, point.y))

    def _add_path(self, feature: PlacedFeature) -> None:
        said = feature.said
        self.layers[said.layer or _NETWORK, _NETWORK] += 1
        self._note(rules.NETWORK, feature.key)
        # The fields of a line to walk along besides those of linework: its one-way direction and its name.
        row = LineRow(
            feature.key,
            said.layer or _NETWORK,
            feature.level,
            feature.geometry,
            linetype=said.one_way,
            text=said.title or None,
        )
        self._draft.network.append(row)

    def _add_exported(self, feature: PlacedFeature) -> None:
        if feature.dimension == 0:
            self._note(rules.NO_ROOM, feature.key)
        else:
            self._add_line(feature)

    def _add_line(self, feature: PlacedFeature) -> None:
        said = feature.said
        has_tags = not LAYER_KEYS.isdisjoint(said.tags)
        layer = said.layer or (name_layer(said.tags) if has_tags else _LAYER)
        holds = name_holds(layer, self._rules)
        self.layers[layer, holds] += 1
        if feature.dimension == 1 and "=" in layer:
            self._draft.walked.extend(make_walked(feature))
        if holds in self._rules.leave_out and "=" not in layer:
            self._note(rules.LEFT_OUT, feature.key, layer)
        else:
            self._draft.lines.append(LineRow(feature.key, layer, feature.level, feature.geometry))
