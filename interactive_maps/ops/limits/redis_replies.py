"""The only answers that we ask Redis for, and let in: small integers, a word, an error.

The library reads whatever a server announces, a gigabyte or lists within lists, and is told of numbers that are none.
Whoever answers so is not the Redis that we know.
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
    """Reads one line an answer; InvalidResponse for anything that is longer, or another type of RESP."""

    async def read_response(self, disable_decoding: bool = False) -> Any:
        """Return the next answer: an integer, a word, or the error that the server has sent."""
        stream = self._stream
        if not self._connected or stream is None:
            raise Lost("The connection is closed.")
        try:
            line = await stream.readline()
        except ValueError:  # longer than the stream's own limit, which is where it has stopped to read
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
        raise InvalidResponse(f"{line[:40]!r} is no answer to what was asked")

    def _read_error(self, text: str) -> Exception:
        error: Exception = self.parse_error(text)  # type: ignore[no-untyped-call]
        if isinstance(error, Lost):
            raise error
        return error
