"""URLs of all apps; each app keeps its own list."""

from django.conf import settings
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from interactive_maps.ops.limits.lanes import Lane, use_lane
from interactive_maps.ops.metrics_endpoint import answer_metrics

urlpatterns = [
    path("metrics", answer_metrics, name="metrics"),
    path("api/", include("interactive_maps.mapdata.http.urls")),
    path("api/", include("interactive_maps.routing.http.urls")),
    path("api/", include("interactive_maps.ops.urls")),
    path("api/schema/", use_lane(Lane.COSTLY)(SpectacularAPIView.as_view()), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("", include("interactive_maps.viewer.urls")),
    path("", include("interactive_maps.signs.urls")),
]
if settings.ADMIN:
    from django.contrib import admin
    from django.views.generic import RedirectView

    urlpatterns += [
        path(settings.ADMIN_PATH.strip("/"), RedirectView.as_view(pattern_name="admin:index")),
        path(settings.ADMIN_PATH.lstrip("/"), admin.site.urls),
    ]
handler400 = "interactive_maps.ops.errors.answer_bad_request"
handler404 = "interactive_maps.viewer.plain.answer_missing"
handler500 = "interactive_maps.ops.errors.answer_failure"
