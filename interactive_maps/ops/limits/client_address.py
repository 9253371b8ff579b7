"""Who a request counts for: the client's address, as the server made it out. Pure.

uvicorn has looked at X-Forwarded-For by then, and believed it where it came from a proxy that FORWARDED_ALLOW_IPS
names; nothing here reads a header, so that there is one place to get trust wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

UNREADABLE = "unreadable"  # what a proxy passed on that is no address: all of it counts as one client


def find_client(scope: Mapping[str, Any]) -> str | None:
    """Return the name that an ASGI request counts under: an IPv4 address, or the /64 network of an IPv6 address.

    A provider gives each IPv6 customer at least a /64, so single addresses of it would cost nothing to change. None
    where the server knows no address, as behind a Unix socket: everybody would be one client there.
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
    if address.ipv4_mapped is not None:  # an IPv4 client of a socket that listens to both
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address) >> 64 << 64, 64)))
