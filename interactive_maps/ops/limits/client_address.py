"""Client address that a request is counted under. Pure.

uvicorn has already evaluated X-Forwarded-For if the request came from a proxy in FORWARDED_ALLOW_IPS. No header is
read here, so that trust is decided in a single place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

UNREADABLE = "unreadable"  # a forwarded value that is not an address; all of these share one limit


def find_client(scope: Mapping[str, Any]) -> str | None:
    """Return the address to count an ASGI request under: an IPv4 address, or the /64 network of an IPv6 address.

    A provider gives each IPv6 customer at least a /64, so single addresses cost nothing to change. None if the server
    knows no address, as behind a Unix socket: all clients would share one limit.
    """
    client = scope.get("client")
    return _name(client[0]) if client and client[0] else None


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return UNREADABLE
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:  # an IPv4 client of a dual-stack socket
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address) >> 64 << 64, 64)))
