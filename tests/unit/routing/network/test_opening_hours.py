"""Opening hours become the times in which something is shut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
