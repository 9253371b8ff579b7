"""Which clients are one."""

import pytest

from interactive_maps.ops.limits.client_address import UNREADABLE, find_client


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:DB8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("unknown", UNREADABLE),
        ("_hidden", UNREADABLE),
        ("192.0.2.7:99999999", UNREADABLE),
        ("1.2.3.4\r\nX: y", UNREADABLE),
        ("9" * 5000, UNREADABLE),
    ],
)
def test_a_client_is_an_address_or_a_network(address, name):
    assert find_client({"client": (address, 1234)}) == name


@pytest.mark.parametrize("scope", [{}, {"client": None}, {"client": ("", 0)}])
def test_no_address_is_no_client(scope):
    assert find_client(scope) is None
