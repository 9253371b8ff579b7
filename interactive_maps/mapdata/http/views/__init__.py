"""Views of the map; each parses the request, runs a query and builds the response."""

from interactive_maps.mapdata.http.views.items import ITEM_VIEWS, SpaceAtAPIView
from interactive_maps.mapdata.http.views.lists import (
    BaseFloorAPIView,
    BuildingsAPIView,
    ConnectorsAPIView,
    LevelsAPIView,
    OccupantsAPIView,
    OpeningsAPIView,
    PointsAPIView,
    RoomsListAPIView,
    SpacesAPIView,
    VenuesAPIView,
    base_floor_view,
)
from interactive_maps.mapdata.http.views.tiles import TileAPIView

__all__ = [
    "ITEM_VIEWS",
    "BaseFloorAPIView",
    "BuildingsAPIView",
    "ConnectorsAPIView",
    "LevelsAPIView",
    "OccupantsAPIView",
    "OpeningsAPIView",
    "PointsAPIView",
    "RoomsListAPIView",
    "SpaceAtAPIView",
    "SpacesAPIView",
    "TileAPIView",
    "VenuesAPIView",
    "base_floor_view",
]
