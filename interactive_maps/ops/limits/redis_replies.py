"""A strict parser of Redis replies: small integers, simple strings and errors.

The library reads whatever size a server announces, such as gigabytes or nested lists, and accepts invalid numbers. A
server with such replies is not the expected Redis.
"""

from __future__ import annotations

import re
from typing import Any

from redis._parsers import _AsyncRESP2Parser
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import InvalidResponse

LONGEST = 512  # bytes of a line
_INTEGER = re.compile(rb"-?[0-9]{1,15}")


class ShortAnswers(_AsyncRESP2Parser):
    """Reads one line per reply. Raises InvalidResponse for longer replies and other RESP types."""

    async def read_response(self, disable_decoding: bool = False) -> Any:
        """Return the next reply: an integer, a simple string, or the server's error."""
        stream = self._stream
        if not self._connected or stream is None:
            raise Lost("The connection is closed.")
        try:
            line = await stream.readline()
        except ValueError:  # longer than the stream's limit, where it stopped reading
            raise InvalidResponse("a line without an end") from None
        if not line:
            raise Lost("the connection was closed")
        kind, text = line[:1], line[1:-2]
        if len(line) <= LONGEST and line.endswith(b"\r\n"):
            if kind == b":" and _INTEGER.fullmatch(text):
                return int(text)
            if kind == b"+":
                return text.decode("ascii", "replace")
            if kind == b"-":
                return self._read_error(text.decode("ascii", "replace"))
        raise InvalidResponse(f"{line[:40]!r} is not a valid reply")

    def _read_error(self, text: str) -> Exception:
        error: Exception = self.parse_error(text)  # type: ignore[no-untyped-call]
        if isinstance(error, Lost):
            raise error
        return error
