"""What clients send by mistake or on purpose gets a 4xx in JSON that says what is accepted, never a 500."""

import contextlib
import json

import pytest

from tests.e2e.connections import Connection

LONG = "9" * 400

# (query, parameter that the answer must name)
BAD_QUERIES = [
    # limit
    ("limit=", "limit"),
    ("limit=0", "limit"),
    ("limit=-1", "limit"),
    ("limit=1001", "limit"),
    ("limit=1.5", "limit"),
    ("limit=1e2", "limit"),
    ("limit=ten", "limit"),
    ("limit=0x10", "limit"),
    ("limit=%201", "limit"),
    ("limit=1%00", "limit"),
    ("limit=%D9%A1%D9%A2", "limit"),  # Arabic-Indic digits are digits to Python
    (f"limit={LONG}", "limit"),
    ("limit=1&limit=2", "limit"),
    ("limit[]=1", "limit[]"),
    ("LIMIT=1", "LIMIT"),
    # after and offset
    ("after=1", "after"),
    ("offset=1", "offset"),
    ("limit=1&after=-1", "after"),
    ("limit=1&after=9223372036854775808", "after"),
    ("limit=1&after=abc", "after"),
    ("limit=1&after=", "after"),
    ("limit=1&offset=-5", "offset"),
    (f"limit=1&offset={LONG}", "offset"),
    ("limit=1&offset=1;DROP%20TABLE%20room_points", "offset"),
    ("limit=1&after=1&offset=1", "offset"),
    # level
    ("level=", "level"),
    ("level=ground", "level"),
    ("level=NaN", "level"),
    ("level=Infinity", "level"),
    ("level=-Infinity", "level"),
    ("level=1e1", "level"),
    ("level=1,5", "level"),
    ("level=1001", "level"),
    (f"level={LONG}", "level"),
    ("level=0&level=1", "level"),
    ("level=0'%20OR%20'1'='1", "level"),
    ("level=0)%20UNION%20SELECT%20version()--", "level"),
    # bbox
    ("bbox=", "bbox"),
    ("bbox=1,2,3", "bbox"),
    ("bbox=1,2,3,4,5", "bbox"),
    ("bbox=a,b,c,d", "bbox"),
    ("bbox=1,2,3,NaN", "bbox"),
    ("bbox=1,2,3,inf", "bbox"),
    ("bbox=-181,0,0,1", "bbox"),
    ("bbox=0,-91,1,0", "bbox"),
    ("bbox=0,10,1,5", "bbox"),
    ("bbox=1;2;3;4", "bbox"),
    ("bbox=1,2,3,4'", "bbox"),
    ("bbox=1,2,3,%00", "bbox"),
    (f"bbox=1,2,3,{LONG}", "bbox"),
    # q
    ("q=", "q"),
    ("q=%20%20", "q"),
    ("q=%00", "q"),
    ("q=abc%00def", "q"),
    (f"q={'x' * 201}", "q"),
    ("q=a&q=b", "q"),
    ("q=%FF%FE", "query"),
    ("q=%C3%28", "query"),
    ("q=%ED%A0%80", "query"),  # half of a surrogate pair
    ("%FF=1", "query"),
    # resuming
    ("last_event_id=1.1&limit=1", "last_event_id"),
    # what is not there
    ("foo=bar", "foo"),
    ("=", ""),
    ("format=json", "format"),
    ("page=2", "page"),
    ("callback=alert(1)", "callback"),
    ("%3Cscript%3E=1", "<script>"),
    (f"{'x' * 3000}=1", "x" * 60 + "…"),
    ("&".join(f"p{number}=1" for number in range(2000)), None),
]

# (request line's method and target, headers, status)
BAD_REQUESTS = [
    ("POST", "/api/rooms/", {}, 405),
    ("PUT", "/api/rooms/", {"Content-Length": "0"}, 405),
    ("PATCH", "/api/base-floor/", {"Content-Length": "0"}, 405),
    ("DELETE", "/api/rooms/", {}, 405),
    ("OPTIONS", "/api/rooms/", {}, 405),
    ("TRACE", "/api/rooms/", {}, 405),
    ("PROPFIND", "/api/rooms/", {}, 405),
    ("POST", "/api/health/", {"Content-Length": "0"}, 405),
    ("GET", "/api/rooms/1", {}, 404),
    ("GET", "/api/", {}, 404),
    ("GET", "/api/nav-edges-final/", {}, 404),
    ("GET", "/api/rooms/%2e%2e/%2e%2e/etc/passwd", {}, 404),
    ("GET", "/static/../../settings.py", {}, 404),
    ("GET", "/static/%2e%2e/%2e%2e/manage.py", {}, 404),
    ("GET", "/api/rooms/%00", {}, 404),
    ("GET", "/api/rooms/%0d%0aSet-Cookie:%20a=b", {}, 404),
    ("GET", "/api/rooms/?limit=1", {"Accept": "text/html"}, 406),
    ("GET", "/api/rooms/?limit=1", {"Accept": "image/*"}, 406),
    ("GET", "/api/rooms/", {"Host": "evil.example"}, 400),
    ("POST", "/api/rooms/", {"Content-Type": "application/json", "Content-Length": "9"}, 405),
]


def ask(port, method, target, headers=None):
    with Connection(port) as connection:
        lines = [f"{method} {target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in ({"Host": "localhost"} | (headers or {})).items()]
        connection.send("\r\n".join([*lines, "", ""]).encode())
        if length := int((headers or {}).get("Content-Length", 0)):
            connection.send(b"x" * length)
        return connection.read_answer(method)


def check_error(answer, status):
    assert answer.status == status, answer
    assert answer.headers["content-type"] == "application/json"
    error = json.loads(answer.body)
    assert error.keys() <= {"detail", "code", "parameter"}
    assert error["detail"]
    assert error["code"]
    assert "Traceback" not in error["detail"]
    return error


@pytest.mark.parametrize(("query", "parameter"), BAD_QUERIES, ids=[query[:40] for query, _ in BAD_QUERIES])
def test_a_bad_query_is_told_what_is_accepted(server, query, parameter):
    error = check_error(ask(server.port, "GET", f"/api/rooms/?{query}"), 400)
    if parameter is not None:
        assert error["code"] == "invalid_parameter"
        assert error["parameter"] == parameter
        assert "accepted" in error["detail"].lower() or parameter in error["detail"]


@pytest.mark.parametrize(("method", "target", "headers", "status"), BAD_REQUESTS)
def test_a_bad_request_is_refused_in_json(server, method, target, headers, status):
    answer = ask(server.port, method, target, headers)
    check_error(answer, status)
    if status == 405:
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("query", ["q=Room", "limit=1&q=Room"])
def test_only_searchable_layers_take_q(server, query):
    assert check_error(ask(server.port, "GET", f"/api/base-floor/?{query}"), 400)["parameter"] == "q"


def test_a_body_that_is_too_large_is_refused_while_it_comes(server):
    with Connection(server.port) as connection:
        connection.request("/api/rooms/", {"Content-Length": str(50 * 2**20)}, "POST")
        try:
            for _ in range(50):
                connection.send(b"x" * 2**20)
        except ConnectionError:
            pass  # the server need not listen to the end
        else:
            check_error(connection.read_answer(), 413)


@pytest.mark.parametrize(
    "data",
    [
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS to a plain port
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET /api/rooms/ HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
        b"\x00" * 100,
    ],
)
def test_what_is_not_http_does_not_hurt(server, data):
    with Connection(server.port, timeout=2) as connection:
        connection.send(data)
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            assert connection.socket.recv(65536)[:12] in {b"HTTP/1.1 400", b""}
    assert ask(server.port, "GET", "/api/health/").status == 200


def test_the_log_holds_no_trace_after_all_this(server):
    for query, _ in BAD_QUERIES:
        ask(server.port, "GET", f"/api/rooms/?{query}")
    for method, target, headers, _ in BAD_REQUESTS:
        ask(server.port, method, target, headers)
    assert "Traceback" not in server.log.read_text()
