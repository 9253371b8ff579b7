"""Lines of the log, as a machine reads them."""

import json
import logging
import logging.config
import time
import warnings

import pytest
from django.conf import settings

from interactive_maps.ops.logs import RequestIdFilter, TraceFilter, log_request
from interactive_maps.ops.request_record import RequestRecord, begin_request

GUIDE = {"json": {"()": "pythonjsonlogger.jsonlogger.JsonFormatter"}}  # the deployment guide's formatter


@pytest.fixture(params=["ours", "the guide's"])
def formatter(request):
    formatters = settings.LOGGING["formatters"] if request.param == "ours" else GUIDE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the module has moved, and says so
        return logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(formatters["json"]))


def make_record(**values):
    return RequestRecord(**{"id": "one", "method": "GET", "path": "/api/rooms/", "status": 200} | values)


def test_a_requests_line_says_all_of_it(caplog, formatter):
    started = time.perf_counter() - 2.0
    with caplog.at_level(logging.DEBUG):
        log_request(
            make_record(
                started=started, ended="complete", batches=3, sent_bytes=77, first_event=0.0123, agent='a"b'
            )
        )
    line = json.loads(formatter.format(caplog.records[0]))
    assert 2000 <= line.pop("total_ms") < 3000
    assert {
        "message": "GET /api/rooms/ 200 complete",
        "request_id": "one",
        "status": 200,
        "batches": 3,
        "bytes": 77,
        "first_event_ms": 12.3,
        "user_agent": 'a"b',
        "ended": "complete",
    }.items() <= line.items()


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"ended": "complete"}, logging.INFO),
        ({"ended": "client_left"}, logging.INFO),
        ({"ended": "stopped_reading"}, logging.INFO),
        ({"ended": "refused", "status": 404}, logging.INFO),
        ({"ended": "source_lost"}, logging.WARNING),
        ({"ended": "failed", "status": 500}, logging.WARNING),
        ({"ended": "refused", "status": 503}, logging.WARNING),
        ({"ended": "complete", "path": "/api/health/live/", "is_routine": True}, logging.DEBUG),
        ({"ended": "complete", "path": "/metrics", "is_routine": True}, logging.DEBUG),
        ({"ended": "failed", "path": "/metrics", "is_routine": True, "status": 500}, logging.WARNING),
    ],
)
def test_levels(caplog, values, level):
    with caplog.at_level(logging.DEBUG):
        log_request(make_record(**values))
    assert [record.levelno for record in caplog.records] == [level]


def test_what_is_logged_for_a_request_carries_its_id():
    begin_request({"method": "GET", "path": "/", "headers": [(b"x-request-id", b"mine")]})
    record = logging.makeLogRecord({"msg": "on the way"})
    assert RequestIdFilter().filter(record)
    assert record.request_id == "mine"


def test_only_traces_of_djangos_own_lines_are_kept():
    assert not TraceFilter().filter(logging.makeLogRecord({"msg": "Not Found: /x"}))
    assert TraceFilter().filter(
        logging.makeLogRecord({"msg": "x", "exc_info": (ValueError, ValueError(), None)})
    )
