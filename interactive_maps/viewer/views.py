"""The pages that hold the map."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from interactive_maps.viewer.policy import make_policy

_LANGUAGES = ("en", "de", "fr", "es", "ar")
# All that the page may need without a connection.
_FOLDER = Path(__file__).parent / "static"
_SHELL = tuple(
    sorted(
        path.relative_to(_FOLDER).as_posix()
        for path in _FOLDER.rglob("*")
        if path.suffix in {".js", ".css", ".svg", ".json"}
    )
)
# What the page's script is made of, told at once: else a browser finds out module by module. Workers load their own.
_MODULES = tuple(
    f"viewer/{path.name}"
    for path in sorted((_FOLDER / "viewer").glob("*.js"))
    if path.stem not in {"roomareas", "roomareaworker"}
)


@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    """Answer the page with the map."""
    return _answer_page(request, embedded=False)


@require_safe
@xframe_options_exempt
def show_embedded_map(request: HttpRequest) -> HttpResponse:
    """Answer the page for frames in other pages."""
    return _answer_page(request, embedded=True)


@require_safe
def serve_offline_worker(request: HttpRequest) -> HttpResponse:
    """Answer the script that keeps the map usable offline; from the root: it may serve only what is below it."""
    shell = [staticfiles_storage.url(name) for name in _SHELL]
    context = {"shell": shell, "static_address": settings.STATIC_URL}
    text = render_to_string("viewer/offline.js", context, request)
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": make_policy(may_be_framed=False)}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


def _answer_page(request: HttpRequest, *, embedded: bool) -> HttpResponse:
    texts = {name: staticfiles_storage.url(f"viewer/languages/{name}.json") for name in _LANGUAGES}
    modules = [staticfiles_storage.url(name) for name in _MODULES]
    context = {"embedded": embedded, "languages": json.dumps(texts), "modules": modules}
    page = render(request, "viewer/map.html", context)
    page.headers["Content-Security-Policy"] = make_policy(may_be_framed=embedded)
    page.headers["Cache-Control"] = "no-cache"
    return page
