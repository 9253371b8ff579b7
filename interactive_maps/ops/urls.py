"""URLs for operators."""

from django.urls import path

from interactive_maps.ops.views import HealthView, LiveView, ReadyView

urlpatterns = [
    path("health/", HealthView.as_view(), name="health"),
    path("health/live/", LiveView.as_view(), name="health-live"),
    path("health/ready/", ReadyView.as_view(), name="health-ready"),
]
