"""A server at the address of Redis that is none, or is not well: limits hold all the same, and nobody notices."""

import asyncio
import contextlib
import logging
from contextlib import asynccontextmanager

import pytest

from interactive_maps.ops.errors import TooManyRequests
from interactive_maps.ops.limits.limiter import Limiter
from interactive_maps.ops.limits.rates import Rate

LEASE = 0.4
MOST_TAKEN = 4_000_000  # bytes, the kernel's buffers for each connection included

ANSWERS = {
    "inf as text": b"$3\r\ninf\r\n",
    "nan as text": b"$3\r\nnan\r\n",
    "nan as a word": b"+nan\r\n",
    "text": b"$5\r\nhello\r\n",
    "a word": b"+OK\r\n",
    "a huge integer": b":999999999\r\n",
    "an integer of many digits": b":" + b"9" * 400 + b"\r\n",
    "a negative integer": b":-1\r\n",
    "an integer that is none": b":1_0\r\n",
    "an integer in other digits": ":\u0663\r\n".encode(),
    "an empty integer": b":\r\n",
    "a fraction": b":0.5\r\n",
    "nothing": b"$-1\r\n",
    "no list": b"*-1\r\n",
    "a list": b"*1\r\n:0\r\n",
    "lists within lists": b"*1\r\n" * 100_000,
    "a list without an end": b"*1000000000\r\n" + b":0\r\n" * 1000,
    "a boolean": b"#t\r\n",
    "a double": b",inf\r\n",
    "a map": b"%1\r\n+a\r\n:0\r\n",
    "a push": b">1\r\n+a\r\n",
    "another protocol": b"HTTP/1.1 400 Bad Request\r\n\r\n",
    "bytes": bytes(range(256)) * 4,
    "zeros": b"\0" * 5000,
    "an empty line": b"\r\n",
    "moved": b"-MOVED 3999 127.0.0.1:6381\r\n",
    "loading": b"-LOADING Redis is loading the dataset in memory\r\n",
    "no authority": b"-NOAUTH Authentication required.\r\n",
    "read only": b"-READONLY You can't write against a read only replica.\r\n",
    "no memory": b"-OOM command not allowed when used memory > 'maxmemory'.\r\n",
    "an error without words": b"-\r\n",
    "an error of bytes": b"-\xff\xfe\r\n",
}


class NonsenseServer:
    """Answers whatever is said to it with the same, and counts the bytes that it got rid of."""

    def __init__(self, answer, *, again=b"", pause=0.0):
        self.sent = 0
        self._answer, self._again, self._pause = answer, again, pause

    async def talk(self, reader, writer):
        try:
            while await reader.read(65536):
                await self._send(writer, self._answer)
                while self._again:
                    await self._send(writer, self._again)
                    await asyncio.sleep(self._pause)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _send(self, writer, data):
        writer.write(data)
        await writer.drain()
        self.sent += len(data)


@asynccontextmanager
async def run(nonsense):
    server = await asyncio.start_server(nonsense.talk, "127.0.0.1", 0)
    try:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
    finally:
        server.close()


async def check_limits_hold(address, caplog):
    """Ask as requests do: five are let in and two streams, and whoever is not is told a sane time."""
    caplog.set_level(logging.WARNING)
    limiter = Limiter(Rate(5, 60), 2, address, lease=LEASE)
    await limiter.start()
    try:
        waits, places = [], []
        for _ in range(8):
            try:
                await limiter.count_request("a")
            except TooManyRequests as error:
                waits.append(error.retry_after)
        for _ in range(4):
            with contextlib.suppress(TooManyRequests):
                places.append(await limiter.take_place("a"))
        await asyncio.sleep(LEASE / 2)
        for place in places:
            await limiter.give_back("a", place)
    finally:
        await limiter.close()
    assert len(waits) == 3
    assert all(0 < wait <= 60 for wait in waits)
    assert len(places) == 2
    said = [record.getMessage() for record in caplog.records if "interactive_maps" in record.name]
    assert len(said) == 1, "once"
    assert said[0].startswith("Redis is away (")
    assert len(said[0]) < 400


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
async def test_an_answer_that_makes_no_sense_is_no_answer(caplog, answer):
    async with run(NonsenseServer(answer)) as address:
        await check_limits_hold(address, caplog)


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [
        (b"$1000000000\r\n", b"x" * 65536),
        (b"", b"x" * 65536),
        (b"+", b"x" * 65536),
        (b"", b"*1\r\n" * 10_000),
        (b"*100000000\r\n", b"$8\r\nabcdefgh\r\n" * 1000),
        (b"", b":7\r\n" * 10_000),
    ],
    ids=["a gigabyte", "no line", "a word without end", "lists within lists", "a long list", "integers"],
)
async def test_a_flood_is_not_taken_in(caplog, begins, goes_on):
    nonsense = NonsenseServer(begins, again=goes_on)
    async with run(nonsense) as address:
        await check_limits_hold(address, caplog)
    assert nonsense.sent < MOST_TAKEN


async def test_a_drip_is_not_waited_for(caplog):
    async with run(NonsenseServer(b"+", again=b"x", pause=0.05)) as address:
        async with asyncio.timeout(6):
            await check_limits_hold(address, caplog)
