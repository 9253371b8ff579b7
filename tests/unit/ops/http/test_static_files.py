"""Files are sent in pieces, and closed when the last is sent or nobody wants more."""

from __future__ import annotations

from contextlib import aclosing

import pytest
from servestatic.utils import AsyncFile

from interactive_maps.ops.http.static_files import FileResponse

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    return AsyncFile(path, "rb")


async def test_all_of_a_file_is_sent(file):
    async with aclosing(aiter(FileResponse(file, 200))) as pieces:
        assert b"".join([piece async for piece in pieces]) == CONTENT
    assert file.closed


async def test_who_leaves_closes_the_file(file):
    async with aclosing(aiter(FileResponse(file, 200))) as pieces:
        assert CONTENT.startswith(await anext(pieces))
        assert not file.closed
    assert file.closed


async def test_an_answer_without_a_file_is_empty():
    assert [piece async for piece in FileResponse(None, 304)] == []
