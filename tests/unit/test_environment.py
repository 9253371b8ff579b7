"""Settings are read from the environment, or refused in a sentence that says what is accepted."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from interactive_maps_backend_config.environment import read_home_view


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13.4,52.5,17",
        "-0.1, 51.5, 0",
        "13.4,52.5,13.5,52.6",
        "building:Main House, North",
        "space:12",
        "occupant:7",
    ],
)
def test_home_views(monkeypatch, text):
    monkeypatch.setenv("HOME_VIEW", f" {text} ")
    assert read_home_view("HOME_VIEW") == text


@pytest.mark.parametrize(
    "text",
    [
        "here",
        "13.4",
        "13.4,52.5",
        "52.5,113.4,17",
        "13.4,52.5,99",
        "nan,52.5,17",
        "inf,0,1,1",
        "13.5,52.5,13.4,52.6",
        "13.4,52.6,13.5,52.5",
        "1,2,3,4,5",
        "space:many",
        "building:",
    ],
)
def test_what_is_no_home_view_is_refused(monkeypatch, text):
    monkeypatch.setenv("HOME_VIEW", text)
    with pytest.raises(ImproperlyConfigured, match=r"HOME_VIEW is .* Accepted: longitude,latitude,zoom"):
        read_home_view("HOME_VIEW")
