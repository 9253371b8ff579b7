"""URLs of routing."""

from django.urls import path

from interactive_maps.routing.http import views

urlpatterns = [
    path("route/", views.RouteAPIView.as_view(), name="route"),
    path("route/matrix/", views.MatrixAPIView.as_view(), name="route-matrix"),
    path("nearest/", views.NearestAPIView.as_view(), name="nearest"),
    path("reachable/", views.ReachableAPIView.as_view(), name="reachable"),
    path("locate/", views.LocateAPIView.as_view(), name="locate"),
    path("network/", views.NetworkAPIView.as_view(), name="network"),
    path("profiles/", views.ProfilesAPIView.as_view(), name="profiles"),
    path("closures/", views.ClosuresAPIView.as_view(), name="closures"),
]
