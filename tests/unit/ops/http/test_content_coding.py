"""Which form of a file or a stream a client gets."""

import pytest

from interactive_maps.ops.http.content_coding import choose_coding

FORMS = ("br", "gzip", "identity")  # the smallest first


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZip , BR;q=0.9", "gzip"),
        ("br;q=0.1, gzip;q=0.2", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("br;q=0.000", "identity"),
        ("*", "gzip"),
        ("*;q=0", "identity"),
        ("gzip;q=0, *", "identity"),
        ("x-gzip", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0, br;q=0.5", "br"),
        ("brotli, xbr, br2", "identity"),
        ("br;q=nan, gzip;q=-1", "identity"),
        ("br;q=inf", "identity"),
        (",,;,=;q=,", "identity"),
    ],
)
def test_20_preferences_are_obeyed(header, chosen):
    assert choose_coding(header, FORMS) == chosen


def test_20_a_form_that_is_not_there_is_not_chosen():
    assert choose_coding("br, gzip", ("identity",)) == "identity"
