"""A base map's host on a port of its own, and archives of tiles as the specification of PMTiles 3 describes them."""

from __future__ import annotations

import io
import json
import math
import re
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image

ZOOM = 14
HERE = (13.4024, 52.474)  # in the demo building
EXTENT = 4096
SEA = ((0, 0), (EXTENT, 0), (EXTENT, EXTENT), (0, EXTENT))


def find_tiles() -> list[tuple[int, int]]:
    """Return columns and rows of the tile with the demo building, and of its neighbours."""
    longitude, latitude = HERE
    north = math.asinh(math.tan(math.radians(latitude))) / math.pi
    column, row = int((longitude + 180) / 360 * 2**ZOOM), int((1 - north) / 2 * 2**ZOOM)
    return [(column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]


def varint(number: int) -> bytes:
    """Return a number as protocol buffers write it."""
    parts = bytearray()
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def _pack(number: int, payload: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def _zigzag(number: int) -> bytes:
    return varint(number << 1 if number >= 0 else -number * 2 - 1)


def make_layer(layer: str, points: tuple[tuple[int, int], ...], shape: int, **properties: str) -> bytes:
    """Return a layer of a vector tile with one feature: ``shape`` 1 is a point, 2 a line, 3 an area."""
    steps, at = [], (0, 0)
    for point in points:
        steps.append(_zigzag(point[0] - at[0]) + _zigzag(point[1] - at[1]))
        at = point
    geometry = varint(1 << 3 | 1) + steps[0]
    if len(steps) > 1:
        geometry += varint((len(steps) - 1) << 3 | 2) + b"".join(steps[1:])
    if shape == 3:
        geometry += varint(1 << 3 | 7)
    tags = b"".join(varint(at) + varint(at) for at in range(len(properties)))
    feature = _pack(2, tags) + varint(3 << 3) + varint(shape) + _pack(4, geometry)
    keys = b"".join(_pack(3, key.encode()) for key in properties)
    values = b"".join(_pack(4, _pack(1, value.encode())) for value in properties.values())
    whole = _pack(1, layer.encode()) + _pack(2, feature) + keys + values
    return _pack(3, whole + varint(5 << 3) + varint(EXTENT) + varint(15 << 3) + varint(2))


TILE = make_layer("water", SEA, 3, kind="ocean") + make_layer(
    "roads", ((0, 2048), (EXTENT, 2048)), 2, kind="major_road", name="High Street"
)


def find_tile_id(zoom: int, column: int, row: int) -> int:
    """Return the number of a tile on the Hilbert curve, after all tiles of lower zooms."""
    number = (4**zoom - 1) // 3
    size = 1 << zoom - 1
    while size:
        right, down = bool(column & size), bool(row & size)
        number += size * size * ((3 * right) ^ down)
        if not down:
            if right:
                column, row = size - 1 - column, size - 1 - row
            column, row = row, column
        size >>= 1
    return number


def make_archive(tile: bytes = TILE, tile_type: int = 1, metadata: dict[str, object] | None = None) -> bytes:
    """Return an archive in which each tile around the demo building is ``tile``."""
    described = {"vector_layers": [{"id": "water"}, {"id": "roads"}]} if metadata is None else metadata
    ids = sorted(find_tile_id(ZOOM, *place) for place in find_tiles())
    steps = [number - before for number, before in zip(ids, [0, *ids], strict=False)]
    columns = [steps, [1] * len(ids), [len(tile)] * len(ids), [1] * len(ids)]  # ids, runs, lengths, offsets
    root = varint(len(ids)) + b"".join(varint(number) for column in columns for number in column)
    text = json.dumps(described).encode()
    places = [(127, len(root)), (127 + len(root), len(text)), (127 + len(root) + len(text), 0)]
    data = 127 + len(root) + len(text)
    numbers = [part for place in places for part in place] + [data, len(tile), len(ids), len(ids), 1]
    west, south, east, north = (int(degrees * 1e7) for degrees in (13, 52, 14, 53))
    header = b"PMTiles\x03" + struct.pack("<11Q", *numbers)
    header += bytes([1, 1, 1, tile_type, ZOOM, ZOOM]) + struct.pack("<4i", west, south, east, north)
    header += bytes([ZOOM]) + struct.pack("<2i", *(int(degrees * 1e7) for degrees in HERE))
    return header + root + text + tile


def make_picture(size: int, colour: str) -> bytes:
    """Return a PNG of one colour."""
    file = io.BytesIO()
    Image.new("RGBA", (size, size), colour).save(file, "PNG")
    return file.getvalue()


@dataclass
class BasemapHost:
    """What the host serves by path, and which paths were asked; those that begin with ``silent`` get no answer."""

    port: int
    files: dict[str, bytes]
    asked: list[str] = field(default_factory=list)
    silent: str = "nothing"

    @property
    def origin(self) -> str:
        """The host, as a browser names it."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def run_host(port: int = 0, files: dict[str, bytes] | None = None) -> Iterator[BasemapHost]:
    """Run a host for the time of the block."""
    host = BasemapHost(port, {} if files is None else files)
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is http.server's
            path = self.path.partition("?")[0]
            host.asked.append(path)
            while path.startswith(host.silent) and not ended.is_set():
                time.sleep(0.05)
            body = host.files.get(re.sub(r"/\d+/\d+/\d+$", "/tile", path))
            part = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
            self.send_response(404 if body is None else 206 if part else 200)
            self.send_header("Access-Control-Allow-Origin", "*")
            whole = body or b""
            if body is not None and part:
                first, last = int(part[1]), min(int(part[2]), len(whole) - 1)
                self.send_header("Content-Range", f"bytes {first}-{last}/{len(whole)}")
                whole = whole[first : last + 1]
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole)

        def log_message(self, *_: object) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            pass  # a browser that is not interested any more

    with Listener(("127.0.0.1", port), Handler) as server:
        host.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield host
        finally:
            ended.set()
            server.shutdown()
