"""Static files: lookup, names, and delivery without a proxy."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, cast
from wsgiref.headers import Headers

import brotli
from django.http import HttpRequest, StreamingHttpResponse
from servestatic.compress import Compressor
from servestatic.middleware import ServeStaticMiddleware
from servestatic.responders import MissingFileError
from servestatic.storage import CompressedManifestStaticFilesStorage

from interactive_maps.ops.http.negotiated_files import NegotiatedFile

_QUALITY, _BEST_QUALITY = 9, 11  # of Brotli
_PIECE = 64 * 1024


class FileCompressor(Compressor):  # type: ignore[misc]  # servestatic has no types
    """Compresses a file with gzip and Brotli; ``quality`` is that of Brotli, up to 11."""

    def __init__(self, *, quality: int = _QUALITY, **options: Any) -> None:
        super().__init__(**options)
        self._quality = quality

    def compress_brotli(self, data: bytes) -> bytes:
        """Return the compressed data. The best quality saves 8 % more than 9, but takes twenty times as long."""
        return cast("bytes", brotli.compress(data, quality=self._quality))


class CarefulCompressor(FileCompressor):
    """Takes that time for files whose path ``awaited`` matches: visitors wait for them."""

    def __init__(self, awaited: re.Pattern[str], **options: Any) -> None:
        super().__init__(**options)
        self._awaited = awaited
        self._best = FileCompressor(quality=_BEST_QUALITY, **options)

    def compress(self, path: str | os.PathLike[str]) -> list[str]:
        """Write the compressed forms of a file beside it, and return their paths."""
        is_awaited = self._awaited.search(os.fspath(path))
        return cast("list[str]", self._best.compress(path) if is_awaited else super().compress(path))


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names with a content hash, cached for ever, after `collectstatic`; plain names before.

    Files that shrink have ``.gz`` and ``.br`` beside them. ``awaited`` matches the paths of files that every visitor
    waits for: these are packed as small as they can be.
    """

    support_js_module_import_aggregation = True  # modules import each other by their hashed names too

    def __init__(self, *arguments: Any, awaited: str = r"(?!)", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._awaited = re.compile(awaited)

    def create_compressor(self, **options: Any) -> CarefulCompressor:
        """Return the compressor for collected files."""
        return CarefulCompressor(self._awaited, **options)

    def stored_name(self, name: str) -> str:
        """Return the file's public name."""
        try:
            return str(super().stored_name(name))
        except ValueError:  # not collected
            return name


class FileResponse(StreamingHttpResponse):
    """A file that is closed as soon as it is sent or its client disconnects.

    WhiteNoise and Django leave that to the garbage collector when a client disconnects. The file's thread may end
    first, which would log an error for each page that is closed early.
    """

    def __init__(self, file: Any, status: int) -> None:
        self._pieces = _read(file)
        super().__init__(self._pieces, status=status)
        del self.headers["Content-Type"]  # if present, it is sent with the other headers

    def __aiter__(self) -> AsyncIterator[bytes]:
        return cast("AsyncIterator[bytes]", self._pieces)


class StaticFiles(ServeStaticMiddleware):  # type: ignore[misc]
    """Serves static files and passes other requests on."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> NegotiatedFile:
        """Return a file with its headers and compressed forms. Raises MissingFileError."""
        if stat_cache is None and not os.path.exists(path):
            raise MissingFileError(path)
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        packed = {"gzip": f"{path}.gz", "br": f"{path}.br"}
        return NegotiatedFile(path, headers.items(), packed, stat_cache)

    @staticmethod
    async def aserve(static_file: Any, request: HttpRequest) -> FileResponse:
        """Return the response: a file, a range of it, or a redirect."""
        found = await static_file.aget_response(request.method or "GET", request.META)
        response = FileResponse(found.file, int(found.status))
        for name, value in found.headers:
            if value is not None:
                response.headers[name] = value
        return response


async def _read(file: Any) -> AsyncGenerator[bytes, None]:
    if file is not None:
        async with file:
            while piece := await file.read(_PIECE):
                yield piece
