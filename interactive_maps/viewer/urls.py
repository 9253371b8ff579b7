"""URLs of the pages; everything they show comes from the API."""

from django.urls import path

from interactive_maps.viewer.basemap import serve_basemap
from interactive_maps.viewer.plain import show_rooms, show_route
from interactive_maps.viewer.preview.views import PreviewAPIView
from interactive_maps.viewer.views import serve_element, serve_offline_worker, show_embedded_map, show_map

urlpatterns = [
    path("", show_map, name="map"),
    path("embed/", show_embedded_map, name="embedded-map"),
    path("rooms/", show_rooms, name="plain-rooms"),
    path("route/", show_route, name="plain-route"),
    path("element/v1/indoor-map.js", serve_element, {"name": "bundle/indoor-map.js"}, name="element"),
    path(
        "element/v1/indoor-map.js.map",
        serve_element,
        {"name": "bundle/indoor-map.js.map"},
        name="element-map",
    ),
    path("element/v1/indoor-map.d.ts", serve_element, {"name": "indoor-map.d.ts"}, name="element-types"),
    path("api/preview.png", PreviewAPIView.as_view(), name="preview"),
    path("basemap.pmtiles", serve_basemap, name="basemap"),
    path("offline.js", serve_offline_worker, name="offline-worker"),
]
