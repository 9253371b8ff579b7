"""Phone numbers, addresses of mail and of pages, as OpenStreetMap and IMDF have them."""

import pytest

from interactive_maps.importing.rules.contact_fields import read_imdf_contacts, read_osm_contacts


@pytest.mark.parametrize(
    ("tags", "field", "read"),
    [
        ({"phone": "+49 351 463-0"}, "phone", "+49 351 463-0"),
        ({"contact:phone": "+49 1", "phone": "+49 2"}, "phone", "+49 1"),
        ({"phone": "ask at the desk"}, "phone", None),
        ({"email": "info@example.org"}, "email", "info@example.org"),
        ({"contact:email": "mailto:info@example.org"}, "email", "info@example.org"),
        ({"email": "info at example"}, "email", None),
        ({"website": "https://example.org/cafe?a=1"}, "website", "https://example.org/cafe?a=1"),
        ({"website": "www.example.org"}, "website", "https://www.example.org"),
        ({"url": "example.org/shop"}, "website", "https://example.org/shop"),
        ({"website": "javascript:alert(1)"}, "website", None),
        ({"website": "HTTP://EXAMPLE.ORG"}, "website", "HTTP://EXAMPLE.ORG"),
        ({"website": 'https://example.org/"><script>'}, "website", None),
    ],
)
def test_what_can_be_followed_is_read(tags, field, read):
    assert read_osm_contacts(tags)[field] == read


def test_imdf_has_names_of_its_own_and_values_of_any_type():
    assert read_imdf_contacts({"phone": "+1 555 0100", "website": "http://example.org", "email": 7}) == {
        "phone": "+1 555 0100",
        "email": None,
        "website": "http://example.org",
    }
