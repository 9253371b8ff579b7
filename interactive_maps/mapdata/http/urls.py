"""URLs of the map's layers; the deployment guide defines the first two names."""

from django.urls import path

from interactive_maps.mapdata.http import views
from interactive_maps.mapdata.http.category_views import CategoriesAPIView
from interactive_maps.mapdata.http.language_views import LanguagesAPIView
from interactive_maps.mapdata.http.search_views import SearchAPIView

urlpatterns = [
    path("rooms/", views.RoomsListAPIView.as_view(), name="rooms"),
    path("base-floor/", views.base_floor_view, name="base-floor"),
    path("venues/", views.VenuesAPIView.as_view(), name="venues"),
    path("buildings/", views.BuildingsAPIView.as_view(), name="buildings"),
    path("levels/", views.LevelsAPIView.as_view(), name="levels"),
    path("spaces/", views.SpacesAPIView.as_view(), name="spaces"),
    path("openings/", views.OpeningsAPIView.as_view(), name="openings"),
    path("connectors/", views.ConnectorsAPIView.as_view(), name="connectors"),
    path("points/", views.PointsAPIView.as_view(), name="points"),
    path("occupants/", views.OccupantsAPIView.as_view(), name="occupants"),
    path("categories/", CategoriesAPIView.as_view(), name="categories"),
    path("languages/", LanguagesAPIView.as_view(), name="languages"),
    path("search/", SearchAPIView.as_view(), name="search"),
    path("spaces/at/", views.SpaceAtAPIView.as_view(), name="space-at"),
    path("tiles/<str:layer>/<str:z>/<str:x>/<str:y>.mvt", views.TileAPIView.as_view(), name="tile"),
    *(
        path(f"{name}/<int:id>/", view.as_view(), name=f"{name}-item")
        for name, view in views.ITEM_VIEWS.items()
    ),
]
