"""Models registered with the administration site; Django imports this module by its name."""

from __future__ import annotations

from django.contrib import admin

from interactive_maps.administration.closures import ClosureAdmin
from interactive_maps.mapdata.models import Closure

admin.site.site_header = "Interactive maps"
admin.site.site_title = "Interactive maps"
admin.site.index_title = "Administration"
admin.site.register(Closure, ClosureAdmin)
