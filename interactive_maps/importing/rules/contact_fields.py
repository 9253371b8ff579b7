"""How to reach an occupant or a point of interest: declared once by the names that formats have for it.

A field needs a column in :mod:`~interactive_maps.mapdata.schema.layers`, and an attribute of its name in
:class:`~interactive_maps.mapdata.edits.features.Occupant` and ``PointOfInterest``. ``email`` is an extension of IMDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from interactive_maps.texts.cleaning import clean_text

_MOST_CHARACTERS = 500
_ADDRESS = re.compile(r"[^\s@<>]{1,100}@[^\s@<>]{1,200}")
_WEB = re.compile(r"https?://[^\s<>\"]{3,}", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?:[:/?#][^\s<>\"]*)?", re.IGNORECASE)


def _read_phone(text: str) -> str | None:
    return text if any(character.isdigit() for character in text) else None


def _read_email(text: str) -> str | None:
    address = text.removeprefix("mailto:")
    return address if _ADDRESS.fullmatch(address) else None


def _read_website(text: str) -> str | None:
    """Return an address that a browser can follow; one of another scheme is none."""
    if _WEB.fullmatch(text):
        return text
    return f"https://{text}" if _DOMAIN.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class ContactField:
    """A field by the names that it has in formats; ``read`` returns None for a text that is none."""

    name: str
    osm: tuple[str, ...]
    imdf: str
    read: Callable[[str], str | None]


CONTACT_FIELDS = (
    ContactField("phone", ("contact:phone", "phone", "contact:mobile", "mobile"), "phone", _read_phone),
    ContactField("email", ("contact:email", "email"), "email", _read_email),
    ContactField("website", ("contact:website", "website", "url"), "website", _read_website),
)


def read_osm_contacts(tags: Mapping[str, str]) -> dict[str, Any]:
    """Return what the tags of an element say, by the names of the fields."""
    return {field.name: _find(field, tags, field.osm) for field in CONTACT_FIELDS}


def read_imdf_contacts(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the properties of an occupant or an amenity say, by the names of the fields."""
    return {field.name: _find(field, properties, (field.imdf,)) for field in CONTACT_FIELDS}


def make_imdf_contacts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties that a row's values make: those that IMDF has, and others that are known."""
    own = {"phone": values.get("phone"), "website": values.get("website")}
    return own | ({"email": values["email"]} if values.get("email") else {})


def _find(field: ContactField, said: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    texts = (said.get(name) for name in names)
    cleaned = (clean_text(text[:_MOST_CHARACTERS]) for text in texts if isinstance(text, str))
    return next((read for text in cleaned if text and (read := field.read(text))), None)
