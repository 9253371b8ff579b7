"""Static files: where they are found, under which names, and how they are sent where no proxy does it."""

from __future__ import annotations

import os
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

BROTLI_QUALITY = 9
_PIECE = 64 * 1024


class FileCompressor(Compressor):  # type: ignore[misc]  # servestatic has no types
    """Packs a file with gzip and Brotli."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """Return the data packed; the library's own level saves 8 % more, and takes twenty times as long."""
        return cast("bytes", brotli.compress(data, quality=BROTLI_QUALITY))


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names with a hash of their content, to be kept for ever, once `collectstatic` has run; plain ones before.

    Beside each file that gains by it lie ``.gz`` and ``.br``.
    """

    support_js_module_import_aggregation = True  # modules name each other by their hashed names too

    def create_compressor(self, **options: Any) -> FileCompressor:
        """Return what packs the collected files."""
        return FileCompressor(**options)

    def stored_name(self, name: str) -> str:
        """Return the name under which the file is asked for."""
        try:
            return str(super().stored_name(name))
        except ValueError:  # not collected
            return name


class FileResponse(StreamingHttpResponse):
    """A file, which is closed as soon as it has been sent or its client has left.

    The library's own, and Django's wrapper, leave that to the garbage collector when a client leaves, which may end
    the file's thread first: an error in the log for everybody who closes a page early.
    """

    def __init__(self, file: Any, status: int) -> None:
        self._pieces = _read(file)
        super().__init__(self._pieces, status=status)
        del self.headers["Content-Type"]  # it comes with the others, if there is one

    def __aiter__(self) -> AsyncIterator[bytes]:
        return cast("AsyncIterator[bytes]", self._pieces)


class StaticFiles(ServeStaticMiddleware):  # type: ignore[misc]
    """Answers with static files, everything else goes on."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> NegotiatedFile:
        """Return a file with its headers and its packed forms; MissingFileError."""
        if stat_cache is None and not os.path.exists(path):
            raise MissingFileError(path)
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        packed = {"gzip": f"{path}.gz", "br": f"{path}.br"}
        return NegotiatedFile(path, headers.items(), packed, stat_cache)

    @staticmethod
    async def aserve(static_file: Any, request: HttpRequest) -> FileResponse:
        """Return the answer with a file, a part of it, or where else it is."""
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
