"""Opening hours become the times in which something is shut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from interactive_maps.ops.deadlines import ClientLeft, open_deadline
from interactive_maps.routing.network.opening_hours import DAYS_AHEAD, DAYS_BEFORE, Hours, read_hours

WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)


def is_closed(timetable, at):
    return any(closure.holds(at, "walk") for closure in timetable.list_closures(WEDNESDAY))


def test_nights_and_weekends_are_shut_in_the_places_own_time():
    timetable = read_hours([Hours("space", 1, "Mo-Fr 08:00-18:00", (13.72, 51.03))])
    assert not is_closed(timetable, WEDNESDAY)
    assert is_closed(timetable, WEDNESDAY.replace(hour=6, minute=59))
    assert not is_closed(timetable, WEDNESDAY.replace(hour=7))  # eight o'clock in Dresden
    assert is_closed(timetable, WEDNESDAY + timedelta(days=3))


def test_what_is_no_opening_hours_closes_nothing():
    assert (
        read_hours([Hours("space", 1, text) for text in ("", "when it suits", "25:99", "\0")]).entries == ()
    )
    assert not is_closed(read_hours([Hours("space", 1, "24/7")]), WEDNESDAY)


def test_the_whole_window_is_known():
    timetable = read_hours([Hours("opening", 7, "off")])
    assert is_closed(timetable, WEDNESDAY - timedelta(days=DAYS_BEFORE))
    assert is_closed(timetable, WEDNESDAY + timedelta(days=DAYS_AHEAD) - timedelta(seconds=1))


def test_a_closure_says_what_is_shut_why_and_when_in_utc():
    timetable = read_hours([Hours("opening", 7, "00:00-13:00,14:00-24:00", (13.72, 51.03))])
    closures = timetable.list_closures(WEDNESDAY)
    assert len(closures) == DAYS_BEFORE + DAYS_AHEAD
    today = closures[DAYS_BEFORE]
    assert (today.kind, today.target, today.reason, today.profiles) == (
        "opening",
        7,
        "opening_hours",
        frozenset(),
    )
    assert (today.start, today.end) == (WEDNESDAY, WEDNESDAY + timedelta(hours=1))
    assert today.start.utcoffset() == timedelta(0)
    assert not today.key  # it is no row of the table of closures


def test_without_a_place_hours_are_utc():
    timetable = read_hours([Hours("space", 1, "08:00-18:00")])
    assert is_closed(timetable, WEDNESDAY.replace(hour=7, minute=59))
    assert not is_closed(timetable, WEDNESDAY.replace(hour=8))


def test_what_cannot_be_read_is_told_beside_what_can():
    good, odd = Hours("space", 1, "24/7"), Hours("space", 2, "when it suits")
    nowhere = Hours("space", 3, "24/7", (500.0, 500.0))
    timetable = read_hours([good, odd, nowhere])
    assert [hours for hours, _ in timetable.entries] == [good]
    assert timetable.unread == (odd, nowhere)


def test_a_text_of_more_than_ten_thousand_letters_is_not_read():
    for letters, is_read in ((10_000, True), (10_001, False)):
        text = '24/7 "' + "x" * (letters - 7) + '"'
        assert bool(read_hours([Hours("space", 1, text)]).entries) == is_read


def test_hours_that_change_every_few_minutes_are_followed_for_a_while():
    often = ",".join(
        f"{hour:02}:{minute:02}-{hour:02}:{minute + 5:02}"
        for hour in range(24)
        for minute in range(0, 60, 10)
    )
    closures = read_hours([Hours("space", 1, often)]).list_closures(WEDNESDAY)
    assert len(closures) == 100  # of two hundred changes, every other one
    assert closures[0].start == WEDNESDAY - timedelta(days=DAYS_BEFORE) + timedelta(minutes=5)


def test_a_request_that_takes_too_long_reads_no_more_hours():
    timetable = read_hours([Hours("space", 1, "24/7")])
    with open_deadline(10) as deadline:
        deadline.cancel()
        with pytest.raises(ClientLeft):
            timetable.list_closures(WEDNESDAY)
