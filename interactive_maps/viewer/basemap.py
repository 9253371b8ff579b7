"""The base map: what the page is told about it, and the archive of its tiles, if that is a file of ours."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from interactive_maps.ops.http.negotiated_files import NegotiatedFile
from interactive_maps.ops.http.static_files import FileResponse, StaticFiles

# Files that only pages with a base map load.
FILES = (
    "viewer/bundle/basemap.js",
    "viewer/ondemand/basemap/basemap.css",
    "viewer/vendor/pmtiles/pmtiles.js",
)
_CACHE = "public, max-age=3600"


def describe_basemap() -> str | None:
    """Return what the page needs to draw the base map, as JSON; None without one."""
    basemap = settings.BASEMAP
    if basemap is None:
        return None
    needed = {
        "style": basemap.style,
        "darkStyle": basemap.dark_style,
        "pmtiles": reverse("basemap") if basemap.file else basemap.pmtiles,
        "origins": basemap.origins,
        "library": staticfiles_storage.url("viewer/vendor/pmtiles/pmtiles.js"),
        "sheet": staticfiles_storage.url("viewer/ondemand/basemap/basemap.css"),
    }
    return json.dumps(needed)


def list_origins() -> tuple[str, ...]:
    """Return the hosts that the pages with the map ask for the base map, besides this server."""
    return settings.BASEMAP.origins if settings.BASEMAP else ()


@require_safe
async def serve_basemap(request: HttpRequest) -> FileResponse:
    """Return the archive of the base map, or a range of it."""
    if settings.BASEMAP is None or settings.BASEMAP.file is None:
        raise Http404
    return await StaticFiles.aserve(_open_archive(settings.BASEMAP.file), request)


@cache
def _open_archive(path: Path) -> NegotiatedFile:
    headers = [("Content-Type", "application/vnd.pmtiles"), ("Cache-Control", _CACHE)]
    return NegotiatedFile(str(path), headers)
