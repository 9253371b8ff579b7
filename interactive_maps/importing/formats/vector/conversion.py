"""Conversion of layers that GDAL reads to GeoJSON in degrees, feature by feature and within bounds."""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError

from interactive_maps.importing.bounds import Allowance
from interactive_maps.importing.formats.vector.detection import LATITUDES, LONGITUDES, SHAPES
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.rules.property_rules import PropertyRules
from interactive_maps.importing.values.json_text import dump_json
from interactive_maps.importing.values.level_names import guess_level

_WGS84 = "OGC:CRS84"
_ADVICE = 'set crs = "EPSG:..." under [geojson] in a rule file'
_MOST_LAYERS = 500
_MOST_FIELDS = 500  # GDAL's time grows with their square
_TABLE_OPTIONS = {
    "X_POSSIBLE_NAMES": ",".join(LONGITUDES),
    "Y_POSSIBLE_NAMES": ",".join(LATITUDES),
    "GEOM_POSSIBLE_NAMES": ",".join(SHAPES),
    "AUTODETECT_TYPE": "YES",
    "KEEP_GEOM_COLUMNS": "NO",
}


class Conversion:
    """Writes the layers of files into one GeoJSON text sequence; the bounds apply to all of them together.

    ``name`` is the user's name of the file; ``rules`` may override the coordinate reference system.
    """

    def __init__(self, name: str, limits: Limits, rules: PropertyRules) -> None:
        self._name = name
        self._crs = rules.crs
        self._ids = frozenset(rules.id)
        self._most = limits.entities
        advice = "divide the file, or raise --max-entities"
        self._features = Allowance(
            limits.entities, "its layers", f"hold more than {{most}} features: {advice}"
        )
        self._vertices = Allowance(
            limits.vertices, "its layers", f"have more than {{most}} vertices: {advice}"
        )

    def write(self, files: Sequence[Path], target: BinaryIO) -> None:
        """Write all features of ``files``; raises InputError and TooMuch."""
        from pyogrio import list_layers, set_gdal_config_options
        from pyogrio.errors import DataSourceError

        set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
        for file in files:
            try:
                with _without_warnings():
                    layers = [str(name) for name, *_ in list_layers(file).tolist()]
            except DataSourceError as error:
                raise self._refuse("the whole file", f"cannot be read: {str(error)[:200]}") from None
            if len(layers) > _MOST_LAYERS:
                raise self._refuse(
                    "its layers", f"has {len(layers):,} layers, more than the {_MOST_LAYERS} allowed"
                )
            for layer in layers:
                for feature in self._read_layer(file, layer, is_only=len(layers) == 1 and len(files) == 1):
                    target.write(dump_json(feature) + b"\n")

    def _read_layer(self, file: Path, layer: str, *, is_only: bool) -> Iterator[dict[str, Any]]:
        from pyogrio import raw, read_info

        options = _TABLE_OPTIONS if file.suffix == ".csv" else {}
        os.environ.setdefault("OGR_GEOJSON_MAX_OBJ_SIZE", "0")
        try:
            with _without_warnings():
                fields = len(read_info(file, layer)["fields"])
                if fields > _MOST_FIELDS:
                    reason = (
                        f"has {fields:,} columns, and {_MOST_FIELDS} are allowed: leave out what no map shows"
                    )
                    raise self._refuse(f"layer {layer}", reason)
                meta, keys, shapes, columns = raw.read(
                    file,
                    layer,
                    return_fids=True,
                    max_features=self._most + 1,
                    datetime_as_string=True,
                    **options,
                )
        except InputError:
            raise
        except Exception as error:  # a library may raise anything on malformed bytes
            raise self._refuse(f"layer {layer}", f"cannot be read: {str(error)[:200]}") from None
        self._features.take(len(keys) if shapes is None else len(shapes))
        if shapes is None:
            return  # a table without geometry
        names = [str(name) for name in meta["fields"]]
        geometries = self._place(layer, shapely.from_wkb(shapes, on_invalid="ignore"), meta.get("crs"))
        level = None if is_only else guess_level(layer)
        for row, (key, geometry) in enumerate(zip(keys.tolist(), geometries, strict=True)):
            properties = {name: _read(column[row]) for name, column in zip(names, columns, strict=True)}
            own_level = next((name for name in names if name.casefold() == "level"), "level")
            if level is not None and properties.get(own_level) is None:
                properties[own_level] = level
            if not any(name.casefold() == "layer" for name in names):
                properties["layer"] = layer
            own_id = any(name.casefold() in self._ids for name in names)
            yield {
                "type": "Feature",
                **({} if own_id else {"id": key if is_only else f"{layer}/{key}"}),
                "properties": properties,
                "geometry": None if geometry is None else shapely.geometry.mapping(geometry),
            }

    def _place(self, layer: str, geometries: Any, own: str | None) -> Any:
        """Return geometries in degrees; unchanged if their system is unknown."""
        self._vertices.take(int(shapely.get_num_coordinates(geometries).sum()))
        geometries = shapely.force_2d(geometries)
        name = self._crs or own
        if name is None:
            return geometries
        try:
            crs = pyproj.CRS.from_user_input(name)
            if not (crs.is_geographic or crs.is_projected or crs.is_compound):
                raise self._refuse(f"layer {layer}", f"{crs.name!r} is not a system on the earth: {_ADVICE}")
            transformer = pyproj.Transformer.from_crs(crs, _WGS84, always_xy=True)
        except (CRSError, ProjError):
            raise self._refuse(
                f"layer {layer}", f"unknown coordinate reference system {name[:60]!r}: {_ADVICE}"
            ) from None
        return shapely.transform(geometries, lambda places: np.column_stack(transformer.transform(*places.T)))

    def _refuse(self, place: str, reason: str) -> InputError:
        return InputError(self._name, place, reason)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep to itself what GDAL thinks of a file that it reads all the same."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _read(value: Any) -> Any:
    """Return a cell as a JSON value; None if JSON has none for it."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool) else None
