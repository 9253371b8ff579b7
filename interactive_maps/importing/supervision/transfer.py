"""Results of a worker as bytes: what reading a plan returns has 100,000 small objects, most with a geometry.

Pickling these one by one takes a tenth of an import. Here the geometries of a result are one array, and dataclasses
are their values, without names.
"""

from __future__ import annotations

import dataclasses
import io
import pickle
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np
import shapely
from shapely import LinearRing
from shapely.geometry.base import BaseGeometry


def pack(value: object) -> tuple[bytes, list[bytes]]:
    """Return a value as bytes: a pickle, and the WKB of each geometry in it."""
    stream = io.BytesIO()
    packer = _Packer(stream)
    packer.dump(value)
    geometries = np.array(packer.geometries, dtype=object)
    return stream.getvalue(), shapely.to_wkb(geometries, include_srid=True).tolist() if len(
        geometries
    ) else []


def unpack(pickled: bytes, geometries: list[bytes]) -> Any:
    """Return the value of ``pack``, which comes from a process of our own: a pickle runs whatever it says."""
    shapes = shapely.from_wkb(np.array(geometries, dtype=object)).tolist() if geometries else []
    return _Unpacker(io.BytesIO(pickled), shapes).load()


class _Packer(pickle.Pickler):
    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        self.geometries: list[BaseGeometry] = []

    def persistent_id(self, value: object) -> int | None:
        if not isinstance(value, BaseGeometry) or isinstance(value, LinearRing):  # WKB has no rings
            return None
        self.geometries.append(value)
        return len(self.geometries) - 1

    def reducer_override(self, value: object) -> Any:
        kind: type = type(value)
        values = _choose_values(kind)
        return NotImplemented if values is None else (kind, values(value))


class _Unpacker(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, shapes: list[BaseGeometry]) -> None:
        super().__init__(stream)
        self._shapes = shapes

    def persistent_load(self, index: int) -> BaseGeometry:
        return self._shapes[index]


@lru_cache(maxsize=1024)
def _choose_values(kind: type) -> Callable[[object], tuple[Any, ...]] | None:
    """Return what reads the values with which a frozen dataclass is made again, None for another type.

    Others may refer to themselves, or have been changed to what making them anew would not give.
    """
    if not dataclasses.is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return None
    fields = dataclasses.fields(kind)
    if not fields or "__reduce__" in vars(kind) or any(one.kw_only or not one.init for one in fields):
        return None
    names = [one.name for one in fields]
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda value: (read(value),)
