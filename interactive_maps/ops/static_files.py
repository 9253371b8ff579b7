"""Where static files are found, under which names, and how they are sent where no proxy does it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, cast

from django.http import HttpRequest, StreamingHttpResponse
from servestatic.middleware import ServeStaticMiddleware
from servestatic.storage import CompressedManifestStaticFilesStorage

_PIECE = 64 * 1024


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # servestatic has no types
    """Names with a hash of their content, to be kept for ever, once `collectstatic` has run; plain ones before."""

    support_js_module_import_aggregation = True  # modules name each other by their hashed names too

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
