"""Short links, as they are printed."""

from django.urls import path

from interactive_maps.signs.views import open_sign

urlpatterns = [path("a/<str:code>", open_sign, name="sign"), path("a/<str:code>/", open_sign)]
