"""Addresses of the map's layers; the names are the deployment guide's."""

from django.urls import path

from interactive_maps.mapdata.views import RoomsListAPIView, base_floor_view

urlpatterns = [
    path("rooms/", RoomsListAPIView.as_view(), name="rooms"),
    path("base-floor/", base_floor_view, name="base-floor"),
]
