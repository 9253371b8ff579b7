"""Whose address a request counts for: the one that a trusted proxy names, and nobody else's word."""

import httpx
import pytest

from tests.e2e.servers import run_server

ONE_EACH = {"RATE_LIMIT": "1/hour", "FORWARDED_ALLOW_IPS": "127.0.0.9,10.0.0.0/8"}


@pytest.fixture(scope="module")
def strict(filled):
    """One worker without Redis that lets each address in once, and trusts a proxy on 127.0.0.9."""
    with run_server(filled, settings=ONE_EACH) as server:
        yield server


async def is_let_in(server, source, *forwarded):
    transport = httpx.AsyncHTTPTransport(local_address=source)
    headers = [("X-Forwarded-For", value) for value in forwarded]
    async with httpx.AsyncClient(transport=transport) as session:
        answer = await session.get(f"{server.address}/api/rooms/?limit=1", headers=headers)
        return {200: True, 429: False}[answer.status_code]


async def test_a_forged_address_changes_nothing_unless_the_proxy_is_trusted(strict):
    assert await is_let_in(strict, "127.0.1.1")
    for forged in ("192.0.2.1", "192.0.2.2", "127.0.0.9", "::1", "garbage", "", "192.0.2.3, 127.0.0.9"):
        assert not await is_let_in(strict, "127.0.1.1", forged)
    transport = httpx.AsyncHTTPTransport(local_address="127.0.1.1")
    async with httpx.AsyncClient(transport=transport) as session:
        for name in ("X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"):
            value = "for=192.0.2.9" if name == "Forwarded" else "192.0.2.9"
            answer = await session.get(f"{strict.address}/api/rooms/?limit=1", headers={name: value})
            assert answer.status_code == 429


async def test_a_trusted_proxy_tells_its_clients_apart(strict):
    proxy = "127.0.0.9"
    assert await is_let_in(strict, proxy, "198.51.100.1")
    assert not await is_let_in(strict, proxy, "198.51.100.1")
    assert not await is_let_in(strict, proxy, "198.51.100.1:4711")
    # What the client wrote itself stands further left; a second header line counts as the first one's end.
    assert not await is_let_in(strict, proxy, "203.0.113.5, 198.51.100.1")
    assert not await is_let_in(strict, proxy, "203.0.113.6", "198.51.100.1")
    # Behind a second trusted proxy.
    assert not await is_let_in(strict, proxy, "198.51.100.1, 10.1.2.3")
    assert await is_let_in(strict, proxy, "198.51.100.2, 10.1.2.3")
    # One IPv6 customer is one client.
    assert await is_let_in(strict, proxy, "2001:db8:5:6::1")
    assert not await is_let_in(strict, proxy, "2001:db8:5:6:ffff::2")
    assert not await is_let_in(strict, proxy, "[2001:db8:5:6::3]:443")
    assert await is_let_in(strict, proxy, "2001:db8:5:7::1")
    # All that is no address is one client too.
    assert await is_let_in(strict, proxy, "unknown")
    assert not await is_let_in(strict, proxy, "_secret")
    assert "Traceback" not in strict.log.read_text()


def test_trusting_everybody_is_warned_about(filled):
    with run_server(filled, settings={"FORWARDED_ALLOW_IPS": "*"}) as server:
        assert "FORWARDED_ALLOW_IPS=* accepts" in server.log.read_text()
