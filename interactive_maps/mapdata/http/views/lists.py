"""Stream and page views of each layer; the deployment guide names two of them."""

from __future__ import annotations

from interactive_maps.mapdata.http.openapi import describe_layer
from interactive_maps.mapdata.http.serializers import (
    BaseFloorSerializer,
    BuildingSerializer,
    ConnectorSerializer,
    LevelSerializer,
    OccupantSerializer,
    OpeningSerializer,
    PointSerializer,
    RoomSerializer,
    SpaceSerializer,
    VenueSerializer,
)
from interactive_maps.mapdata.http.views.layers import LayerAPIView
from interactive_maps.mapdata.schema.layers import LAYERS


@describe_layer(RoomSerializer, LAYERS["rooms"])
class RoomsListAPIView(LayerAPIView):
    """Rooms: named points."""

    layer = LAYERS["rooms"]


@describe_layer(BaseFloorSerializer, LAYERS["base-floor"])
class BaseFloorAPIView(LayerAPIView):
    """The base floor: the drawing's linework and lettering."""

    layer = LAYERS["base-floor"]


@describe_layer(VenueSerializer, LAYERS["venues"])
class VenuesAPIView(LayerAPIView):
    """Venues: places with buildings."""

    layer = LAYERS["venues"]


@describe_layer(BuildingSerializer, LAYERS["buildings"])
class BuildingsAPIView(LayerAPIView):
    """Buildings, with their footprints."""

    layer = LAYERS["buildings"]


@describe_layer(LevelSerializer, LAYERS["levels"])
class LevelsAPIView(LayerAPIView):
    """Levels: the floors of buildings."""

    layer = LAYERS["levels"]


@describe_layer(SpaceSerializer, LAYERS["spaces"])
class SpacesAPIView(LayerAPIView):
    """Spaces: rooms, corridors and areas, as polygons."""

    layer = LAYERS["spaces"]


@describe_layer(OpeningSerializer, LAYERS["openings"])
class OpeningsAPIView(LayerAPIView):
    """Openings: doors and passages."""

    layer = LAYERS["openings"]


@describe_layer(ConnectorSerializer, LAYERS["connectors"])
class ConnectorsAPIView(LayerAPIView):
    """Connectors: stairs, lifts, escalators and ramps."""

    layer = LAYERS["connectors"]


@describe_layer(PointSerializer, LAYERS["points"])
class PointsAPIView(LayerAPIView):
    """Points of interest."""

    layer = LAYERS["points"]


@describe_layer(OccupantSerializer, LAYERS["occupants"])
class OccupantsAPIView(LayerAPIView):
    """Occupants of spaces."""

    layer = LAYERS["occupants"]


base_floor_view = BaseFloorAPIView.as_view()
