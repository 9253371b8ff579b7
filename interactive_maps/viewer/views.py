"""Pages that show the map, and the service worker that keeps them usable offline."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from interactive_maps.texts.languages import LANGUAGES
from interactive_maps.viewer.basemap import FILES, describe_basemap, list_origins
from interactive_maps.viewer.links import describe_link
from interactive_maps.viewer.policy import make_policy
from interactive_maps.viewer.preview.frame import HEIGHT, WIDTH

_FOLDER = Path(__file__).parent / "static"
_TEXTS = "viewer/languages"
# What pages load. `scripts/bundle` makes the bundle from the modules beside it.
_LOADED = (
    *("viewer/*.css", "viewer/*.json", "viewer/*.svg", "viewer/languages/*.json"),
    *("viewer/bundle/*.js", "viewer/vendor/*/*.css", "viewer/vendor/*/*.js"),
)
# Files that the service worker caches.
_SHELL = tuple(
    sorted(path.relative_to(_FOLDER).as_posix() for pattern in _LOADED for path in _FOLDER.glob(pattern))
)


@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    """Return the page with the map."""
    return _answer_page(request, embedded=False)


@require_safe
@xframe_options_exempt
def show_embedded_map(request: HttpRequest) -> HttpResponse:
    """Return the page that other pages may frame."""
    return _answer_page(request, embedded=True)


@require_safe
def serve_offline_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker, served from the root because it controls only what is below its path."""
    names = [*(name for name in _SHELL if name not in FILES), *(FILES if settings.BASEMAP else ())]
    files = [staticfiles_storage.url(name) for name in names]
    worker_settings = json.dumps({"files": files, "staticUrl": settings.STATIC_URL})
    text = render_to_string("viewer/offline.js", {"settings": worker_settings}, request)
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": make_policy(may_be_framed=False)}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@require_safe
def serve_element(request: HttpRequest, name: str) -> HttpResponse:
    """Answer the module with which other pages show the map: at an address that stays, for pages of any origin."""
    kinds = {".js": "text/javascript", ".map": "application/json"}
    content_type = f"{kinds.get(Path(name).suffix, 'text/plain')}; charset=utf-8"
    headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}
    return HttpResponse(_read_element(name), content_type=content_type, headers=headers)


@cache
def _read_element(name: str) -> bytes:
    return (_FOLDER / "viewer" / "element" / name).read_bytes()


def _list_classes(request: HttpRequest, *, embedded: bool) -> str:
    """Return the classes of the page by its address, as its scripts set them: nothing moves once these have run."""
    chosen = {
        "embedded": embedded,
        "bare": request.GET.get("controls") == "0",
        "no-search": request.GET.get("search") == "0",
        "kiosk": request.GET.get("kiosk") == "1",
    }
    return " ".join(name for name, is_set in chosen.items() if is_set)


def _answer_page(request: HttpRequest, *, embedded: bool) -> HttpResponse:
    languages = {
        code: {
            "name": one.name,
            "direction": one.direction,
            "url": staticfiles_storage.url(f"{_TEXTS}/{code}.json"),
        }
        for code, one in LANGUAGES.items()
    }
    link = describe_link(request)
    context = {
        "classes": _list_classes(request, embedded=embedded),
        "embedded": embedded,
        "languages": json.dumps(languages, ensure_ascii=False),
        "home": settings.HOME_VIEW,
        "offline_megabytes": settings.OFFLINE_MEGABYTES,
        "basemap": describe_basemap(),
        "link": link,
        "direction": LANGUAGES[link.language].direction,
        "picture_size": (WIDTH, HEIGHT),
    }
    page = render(request, "viewer/map.html", context)
    page.headers["Content-Security-Policy"] = make_policy(may_be_framed=embedded, origins=list_origins())
    page.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(page, ["Accept-Language"])
    return page
