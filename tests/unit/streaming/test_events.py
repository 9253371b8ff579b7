"""Framing: what we write is what the standard's parser reads."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.streaming.events import (
    Batch,
    EventId,
    frame_batch,
    frame_complete,
    frame_drain,
    frame_error,
    frame_reset,
)


def parse_events(text: str) -> list[dict[str, str]]:
    """The parser of the HTML standard, section 9.2.6, as it is written there."""
    events, fields, data = [], {}, []
    for line in text.splitlines():
        if not line:
            if data:
                events.append(fields | {"data": "\n".join(data)})
            fields, data = {}, []
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                data.append(value)
            else:
                fields[name] = value
    return events


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.integers(0, 2**60), st.integers(1, 10**8), st.lists(json_values, max_size=5), st.booleans())
def test_a_batch_arrives_as_it_was_sent(version, number, items, more):
    inside = json.dumps(items, separators=(",", ":"))[1:-1].encode()
    (event,) = parse_events(frame_batch(version, number, Batch(inside, len(items), more)).decode())
    assert event["id"] == f"{version}.{number}"
    assert json.loads(event["data"]) == {
        "batch": number,
        "fetched": len(items),
        "more_pending": more,
        "items": items,
    }


def test_the_contract_to_the_letter():
    assert frame_batch(42, 1, Batch(b'{"id":1}', 1, more_pending=True)) == (
        b'id: 42.1\ndata: {"batch":1,"fetched":1,"more_pending":true,"items":[{"id":1}]}\n\n'
    )
    assert frame_complete(42, 1234) == b'event: complete\nid: 42.end\ndata: {"version":42,"total":1234}\n\n'


def test_an_id_says_which_stream_it_is_of():
    assert frame_batch(42, 1, Batch(b"", 0, more_pending=False), "0f3a").startswith(b"id: 42-0f3a.1\n")
    assert frame_complete(42, 0, "0f3a").startswith(b"event: complete\nid: 42-0f3a.end\n")


def test_an_error_says_when_to_come_back():
    (event,) = parse_events(frame_error("No room.", "busy", 5000).decode())
    assert event == {"event": "error", "retry": "5000", "data": '{"detail":"No room.","code":"busy"}'}


def test_notices_carry_no_id_so_that_resuming_is_not_disturbed():
    for notice in (frame_reset(43, "changed"), frame_drain(500), frame_error("No room.", "busy", 5000)):
        (event,) = parse_events(notice.decode())
        assert "id" not in event


@given(
    st.builds(
        EventId,
        st.integers(0, 10**18),
        st.none() | st.integers(1, 10**9 - 1),
        st.just("") | st.text("0123456789abcdef", min_size=12, max_size=12),
    )
)
def test_ids_are_read_back(event_id):
    assert EventId.parse(str(event_id)) == event_id


def test_an_id_has_at_most_sixty_characters():
    longest = f"{'1' * 19}-{'a' * 30}.{'1' * 9}"
    assert str(EventId.parse(longest)) == longest
    with pytest.raises(ValueError, match="not an event id"):
        EventId.parse(longest.replace("-", "-a"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "42.",
        ".1",
        "42.0",
        "42.-1",
        "042.1",
        "42.1 ",
        "42.1\n",
        "42.END",
        "٤٢.1",
        "1" * 50 + ".1",
        "a.b",
        "42-.1",
        "42-0F.1",
        "42-xyz.1",
        "-1.1",
    ],
)
def test_other_ids_are_refused(text):
    with pytest.raises(ValueError, match="not an event id"):
        EventId.parse(text)
