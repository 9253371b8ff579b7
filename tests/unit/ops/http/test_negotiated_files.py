"""One file, three forms: each client gets the one that it likes best, and never parts of two."""

import asyncio
import gzip

import brotli
import pytest

from interactive_maps.ops.http.negotiated_files import NegotiatedFile

CONTENT = b"export const there = 'a line of a script that gains by compression';\n" * 200


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "script.js"
    path.write_bytes(CONTENT)
    (tmp_path / "script.js.gz").write_bytes(gzip.compress(CONTENT))
    (tmp_path / "script.js.br").write_bytes(brotli.compress(CONTENT))
    encodings = {"gzip": f"{path}.gz", "br": f"{path}.br"}
    return NegotiatedFile(str(path), [("Content-Type", "text/javascript")], encodings=encodings)


async def ask(file, method="GET", **headers):
    """Return (status, headers, body) of an answer."""
    said = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    found = await file.aget_response(method, said)
    body = b""
    if found.file is not None:
        async with found.file:
            body = await found.file.read()
    return int(found.status), dict(found.headers), body


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
async def test_20_each_client_gets_its_form_and_can_read_it(file, accepted, coding, unpack):
    status, headers, body = await ask(file, accept_encoding=accepted)
    assert (status, headers.get("Content-Encoding")) == (200, coding)
    assert unpack(body) == CONTENT
    assert int(headers["Content-Length"]) == len(body)
    assert headers["Vary"] == "Accept-Encoding"
    status, asked, body = await ask(file, "HEAD", accept_encoding=accepted)
    assert (status, asked, body) == (200, headers, b"")


async def test_20_forms_have_etags_of_their_own(file):
    tags = {(await ask(file, accept_encoding=coding))[1]["ETag"] for coding in ("br", "gzip", "")}
    assert len(tags) == 3
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)


async def test_20_what_a_client_has_is_not_sent_again(file):
    _, headers, _ = await ask(file, accept_encoding="br")
    tag = headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        status, said, body = await ask(file, accept_encoding="br", if_none_match=known)
        assert (status, body) == (304, b"")
        assert (said["ETag"], said["Vary"]) == (tag, "Accept-Encoding")
    assert (await ask(file, accept_encoding="gzip", if_none_match=tag))[0] == 200
    dated = headers["Last-Modified"]
    assert (await ask(file, accept_encoding="gzip", if_modified_since=dated))[0] == 304
    assert (await ask(file, if_none_match='"other"', if_modified_since=dated))[0] == 200


async def test_20_a_part_is_of_the_form_that_the_client_has(file):
    _, whole, packed = await ask(file, accept_encoding="br")
    status, headers, body = await ask(file, accept_encoding="br", range="bytes=5-14", if_range=whole["ETag"])
    assert (status, body) == (206, packed[5:15])
    assert headers["Content-Range"] == f"bytes 5-14/{len(packed)}"
    assert headers["ETag"] == whole["ETag"]
    # With what it had of the packed form nothing of the plain one may be put together.
    status, _, body = await ask(file, range="bytes=5-14", if_range=whole["ETag"])
    assert (status, body) == (200, CONTENT)
    assert (await ask(file, range="bytes=5-14"))[2] == CONTENT[5:15]
    assert (await ask(file, "HEAD", range="bytes=5-14"))[0] == 200
    assert (await ask(file, range="bytes=999999-"))[0] == 416


async def test_20_other_methods_are_refused(file):
    assert (await ask(file, "POST"))[0] == 405


@pytest.fixture
def lone_file(tmp_path):
    """A file that nobody has packed."""
    (tmp_path / "script.js").write_bytes(CONTENT)
    return NegotiatedFile(str(tmp_path / "script.js"), [("Content-Type", "text/javascript; charset=utf-8")])


async def test_20_what_nobody_has_packed_is_packed_when_it_is_wanted(lone_file):
    status, plain, body = await ask(lone_file)
    assert (status, body, plain["Vary"]) == (200, CONTENT, "Accept-Encoding")
    answers = await asyncio.gather(*(ask(lone_file, accept_encoding="gzip, br") for _ in range(5)))
    for status, headers, body in answers:
        assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
        assert gzip.decompress(body) == CONTENT
        assert int(headers["Content-Length"]) == len(body)
        assert headers["ETag"] != plain["ETag"]
        assert headers["Content-Type"] == plain["Content-Type"]
    status, headers, body = await ask(lone_file, accept_encoding="gzip", range="bytes=2-4")
    assert (status, body) == (206, answers[0][2][2:5])
    assert (await ask(lone_file, "HEAD", accept_encoding="gzip"))[2] == b""
    assert (await ask(lone_file, accept_encoding="gzip;q=0"))[2] == CONTENT


@pytest.mark.parametrize(("kind", "size"), [("image/png", 5000), ("font/woff2", 5000), ("text/css", 100)])
async def test_20_what_does_not_gain_is_left_as_it_is(tmp_path, kind, size):
    (tmp_path / "file").write_bytes(b"a" * size)
    file = NegotiatedFile(str(tmp_path / "file"), [("Content-Type", kind)])
    _, headers, body = await ask(file, accept_encoding="gzip")
    assert (len(body), headers.get("Content-Encoding")) == (size, None)
