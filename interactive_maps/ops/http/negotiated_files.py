"""Static files in several encodings; each request gets the one it prefers (RFC 9110, section 12.5.3).

WhiteNoise has a single ETag for all encodings, so a client could combine parts of two. It also compares only one of
the client's ETags, and ignores preferences, ``*`` and ``If-Range``.
"""

from __future__ import annotations

import asyncio
import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from servestatic.responders import NOT_MODIFIED_HEADERS, Response, StaticFile

from interactive_maps.ops.http.content_coding import IDENTITY, choose_coding

_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_GAINING = (
    "text/",
    "application/json",
    "application/javascript",
    "image/svg+xml",
    "application/manifest+json",
)
_LEAST_BYTES = 1000  # smaller files fit into one packet anyway
_LEVEL = 6
_IN_MEMORY = ":packed:"  # instead of a path

Headers = list[tuple[str, str | None]]


class NegotiatedFile(StaticFile):  # type: ignore[misc]  # servestatic has no types
    """A file with its compressed forms from disk; without any, one is compressed on first use."""

    alternatives: list[tuple[str | None, str, Headers]]

    def __init__(self, path: str, headers: list[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(path, headers, *arguments, **options)
        self._packed: bytes | None = None
        self._packs = len(self.alternatives) == 1 and _gains(dict(self.alternatives[0][2]))
        if self._packs:
            coding, path, said = self.alternatives[0]
            self.alternatives = [(coding, path, [*said, ("Vary", "Accept-Encoding")])]

    def get_alternatives(self, *arguments: Any) -> list[tuple[str | None, str, Headers]]:
        """Return (coding, path, headers) of each form, the smallest first, each with its own ETag."""
        forms = super().get_alternatives(*arguments)
        return [(coding, path, _tag(headers, coding)) for coding, path, headers in forms]

    def get_path_and_headers(self, request_headers: Mapping[str, str]) -> tuple[str, Headers]:
        """Return the form for the request."""
        codings = [coding or IDENTITY for coding, _, _ in self.alternatives]
        chosen = choose_coding(request_headers.get("HTTP_ACCEPT_ENCODING", ""), codings)
        _, path, headers = self.alternatives[codings.index(chosen)]
        return path, headers

    async def aget_response(
        self, method: str, request_headers: Mapping[str, str], **options: Any
    ) -> Response:
        """Return the response: the file, a range of it, or 304."""
        accepted = request_headers.get("HTTP_ACCEPT_ENCODING", "")
        if self._packs and choose_coding(accepted, ("gzip", IDENTITY)) == "gzip":
            await self._pack()
        said = dict(self.get_path_and_headers(request_headers)[1])
        if method in {"GET", "HEAD"} and self._is_known(request_headers, said.get("ETag") or ""):
            return Response(304, [(name, said[name]) for name in NOT_MODIFIED_HEADERS if name in said], None)
        asked = {name: value for name, value in request_headers.items() if name not in _CONDITIONS}
        if method != "GET" or not _may_be_part(request_headers, said):
            asked.pop("HTTP_RANGE", None)
        return await super().aget_response(method, asked, **options)

    def _open_for_send(self, path: str, method: str, zerocopysend: bool) -> Any:
        if path == _IN_MEMORY and method != "HEAD":
            assert self._packed is not None
            return _Memory(self._packed)
        return super()._open_for_send(path, method, zerocopysend)

    def _is_known(self, request_headers: Mapping[str, str], etag: str) -> bool:
        tags = request_headers.get("HTTP_IF_NONE_MATCH")
        if tags is None:
            return bool(self.is_not_modified(request_headers))  # by modification date
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or etag in known

    async def _pack(self) -> None:
        _, path, said = self.alternatives[-1]
        packed = await asyncio.to_thread(lambda: gzip.compress(Path(path).read_bytes(), _LEVEL, mtime=0))
        if not self._packs:  # another thread was faster
            return
        self._packs = False
        changed = {"Content-Length": str(len(packed)), "Content-Encoding": "gzip"}
        headers = [*((name, value) for name, value in said if name not in changed), *changed.items()]
        self._packed = packed
        self.alternatives = [("gzip", _IN_MEMORY, _tag(headers, "gzip")), *self.alternatives]


class _Memory(io.BytesIO):
    """Bytes with the interface that WhiteNoise expects of files."""

    async def read(self, size: int = -1) -> bytes:  # type: ignore[override]
        return super().read(size)

    async def seek(self, offset: int, whence: int = 0) -> int:  # type: ignore[override]
        return super().seek(offset, whence)

    async def close(self) -> None:  # type: ignore[override]
        super().close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()


def _gains(headers: Mapping[str, str | None]) -> bool:
    kind, size = headers.get("Content-Type") or "", int(headers.get("Content-Length") or 0)
    return size >= _LEAST_BYTES and kind.startswith(_GAINING)


def _tag(headers: Headers, coding: str | None) -> Headers:
    if coding is None:
        return headers
    return [
        (name, f'{value[:-1]}-{coding}"' if name == "ETag" and value else value) for name, value in headers
    ]


def _may_be_part(request_headers: Mapping[str, str], said: Mapping[str, str | None]) -> bool:
    """Return whether a range may be combined with the client's copy: both must be the very same form."""
    expected = request_headers.get("HTTP_IF_RANGE")
    return expected is None or expected.strip() == said.get("ETag")
