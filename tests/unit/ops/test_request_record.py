"""What is taken down of a request: everything a client chose is bounded, and can forge no line."""

import pytest

from interactive_maps.ops.request_record import RequestRecord, begin_request


def begin(path=b"/api/rooms/", query=b"", method="GET", client=("192.0.2.7", 1234), root_path="", **headers):
    pairs = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
    return begin_request(
        {
            "method": method,
            "path": path.decode("latin-1"),
            "raw_path": path,
            "root_path": root_path,
            "query_string": query,
            "client": client,
            "headers": pairs,
        }
    )


@pytest.mark.parametrize("asked", [b"a", b"trace-1.2_3", b"A" * 64])
def test_a_sane_id_is_passed_on(asked):
    assert begin(x_request_id=asked).id == asked.decode()


@pytest.mark.parametrize(
    "asked", [b"", b"A" * 65, b"two words", b"a\nb", b'"}{', "ü".encode(), b"a/b", b"a\n"]
)
def test_any_other_is_replaced(asked):
    made = begin(x_request_id=asked).id
    assert made != asked.decode("latin-1")
    assert len(made) == 32
    assert made != begin(x_request_id=asked).id


def test_what_a_client_chose_is_bounded_and_holds_no_line_break():
    record = begin(
        path=b"/" + b"x" * 1000, query=b"q=" + b"y" * 1000, user_agent=b"one\r\ntwo\x00\x1b[31m" + b"z" * 1000
    )
    for text, most in ((record.path, 203), (record.query, 303), (record.agent, 203)):
        assert len(text) <= most
        assert text.isprintable()


@pytest.mark.parametrize(
    ("query", "logged"),
    [
        (b"limit=5&q=kitchen", "limit=5&q=kitchen"),
        (b"limit=5&token=abc&q=a", "limit=5&token=***&q=a"),
        (b"Api_Key=abc", "Api_Key=***"),
        (b"q=token", "q=token"),
        (b"password=a=b&level=1", "password=***&level=1"),
    ],
)
def test_secrets_are_not_logged(query, logged):
    assert begin(query=query).query == logged


def test_methods_are_a_bounded_set():
    assert begin(method="GET").method == "GET"
    assert begin(method="X" * 50).method == "other"


ROUTINE = ("/api/health/", "/api/health/live/", "/api/health/ready/", "/metrics")


@pytest.mark.parametrize("path", ROUTINE)
def test_what_machines_ask_is_known_by_its_whole_path(path):
    assert begin(path=path.encode()).is_routine
    assert begin(path=f"/maps{path}".encode(), root_path="/maps").is_routine
    assert not begin(path=f"/maps{path}".encode()).is_routine


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/api/health/zzz",
            "/api/health",
            "/api/health//",
            "/api//health/",
            "//api/health/",
            "/api/health/live",
        ),
        *(
            "/api/health/live/x/",
            "/api/health/../rooms/",
            "/api/health/%2e%2e/rooms/",
            "/API/health/",
            "/api/health/ ",
        ),
        *("/metricsfoo", "/metrics/", "//metrics", "/metrics/x", "/metrics;x", "/metrics\n", "/x/metrics"),
    ],
)
def test_what_looks_like_it_is_not(path):
    assert not begin(path=path.encode()).is_routine
    assert not begin(path=path.encode(), root_path="/").is_routine


def test_without_an_address_there_is_none():
    assert begin(client=None).client == ""


@pytest.mark.parametrize(
    ("status", "is_answered", "said", "why"),
    [
        (200, True, "", "complete"),
        (304, True, "", "complete"),
        (404, True, "", "refused"),
        (500, True, "", "failed"),
        (503, True, "refused", "refused"),
        (200, False, "", "client_left"),
        (0, False, "", "client_left"),
        (200, False, "stopped_reading", "stopped_reading"),
        (200, True, "drained", "drained"),
    ],
)
def test_why_a_request_ended(status, is_answered, said, why):
    record = RequestRecord("1", status=status, is_answered=is_answered, ended=said)
    record.conclude()
    assert record.ended == why


def test_the_word_that_all_were_sent_is_no_batch():
    record = RequestRecord("1")
    for _ in range(4):
        record.note_batch()
    record.note_complete()
    assert record.batches == 3
    assert record.first_event is not None
