"""Unmapped features that belong to a part of the map because they refer to a feature in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from interactive_maps.mapdata.edits.features import Properties, UnmappedFeature

# The manifest of the source, and features that others refer to.
MANIFEST, ADDRESS = "manifest", "address"


def list_texts(value: Any) -> Iterator[str]:
    """Yield all strings in a JSON value; ids are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for content in value.values():
            yield from list_texts(content)
    elif isinstance(value, list):
        for content in value:
            yield from list_texts(content)


def list_addresses(properties: Properties) -> Iterator[str]:
    """Yield the id of a feature's address, if it has one."""
    address = properties.get("address_id")
    if isinstance(address, str):
        yield address


def is_related(kind: str, key: str, properties: Properties, keys: Collection[str]) -> bool:
    """Return whether an unmapped feature belongs to features or addresses with ``keys``."""
    if kind == MANIFEST:
        return True
    if kind == ADDRESS:
        return key.removeprefix(f"{ADDRESS}/") in keys
    return any(text in keys for text in list_texts(properties))


def keep_related(unmapped: Sequence[UnmappedFeature], features: Iterable[Any]) -> list[UnmappedFeature]:
    """Return those of ``unmapped`` that belong to any of ``features``."""
    keys: set[str] = set()
    for feature in features:
        keys |= {feature.key, *list_addresses(feature.properties)}
    for feature in unmapped:
        if feature.kind != ADDRESS and is_related(feature.kind, feature.key, feature.properties, keys):
            keys.update(list_addresses(feature.properties))
    return [
        feature for feature in unmapped if is_related(feature.kind, feature.key, feature.properties, keys)
    ]
