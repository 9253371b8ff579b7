"""Rates, and the window that moves."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.ops.limits.rates import Rate, Windows, parse_rate


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1/second", Rate(1, 1)),
        ("600/minute", Rate(600, 60)),
        ("5000/hour", Rate(5000, 3600)),
        ("100000/day", Rate(100_000, 86400)),
    ],
)
def test_a_rate_is_a_count_in_a_time(text, rate):
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text",
    [
        "",
        "600",
        "600/",
        "/minute",
        "0/minute",
        "-1/minute",
        "1.5/second",
        "600/minutes",
        "٦/minute",
        "6 / day",
    ],
)
def test_anything_else_is_none(text):
    with pytest.raises(ValueError, match="^" + re.escape(text) + "$"):
        parse_rate(text)


def test_one_more_is_told_when_the_oldest_will_be_forgotten():
    windows = Windows(Rate(3, 60))
    assert [windows.count("a", now) for now in (0, 10, 20)] == [0, 0, 0]
    assert windows.count("a", 30) == 30
    assert windows.count("b", 30) == 0
    assert windows.count("a", 59) == 1
    assert windows.count("a", 60) == 0
    assert windows.count("a", 61) == 9


@given(
    count=st.integers(1, 5),
    seconds=st.integers(1, 10),
    steps=st.lists(st.integers(0, 4), max_size=60),
)
def test_no_window_of_time_holds_more_than_the_count(count, seconds, steps):
    windows, now, counted = Windows(Rate(count, seconds)), 0, []
    for step in steps:
        now += step
        wait = windows.count("a", now)
        in_window = sum(1 for moment in counted if moment > now - seconds)
        assert (wait == 0) == (in_window < count)
        if wait == 0:
            counted.append(now)
        else:
            assert wait == counted[-count] + seconds - now


def test_clients_that_are_gone_are_forgotten():
    windows = Windows(Rate(2, 60))
    windows.count("a", 0)
    windows.count("b", 30)
    windows.forget_old(59)
    assert len(windows) == 2
    windows.forget_old(60)
    assert len(windows) == 1
    windows.forget_old(90)
    assert len(windows) == 0


def test_those_who_have_asked_lately_are_not_looked_at():
    looks = 0

    class Clock(float):
        def __le__(self, other):
            nonlocal looks
            looks += 1
            return float(self) <= other

    windows = Windows(Rate(2, 60))
    for number in range(1000):
        windows.count(f"client {number}", Clock(number / 100))
    windows.forget_old(60.005)
    assert len(windows) == 999
    assert looks == 2  # the one to forget, and the one that is to stay
