"""The layer of a page object, as its marks name it."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

_MOST_BYTES = 1024
_MOST_MARKS = 16
# What the library writes its answers into.
_WORDS, _BYTES = (ctypes.c_ushort * (_MOST_BYTES // 2))(), (ctypes.c_ubyte * _MOST_BYTES)()
_LENGTH = ctypes.c_ulong()


def read_layer(one: Any) -> str:
    """Return the name of the layer (optional content group) that an object is marked with, "" for none."""
    count = min(int(pdfium.FPDFPageObj_CountMarks(one)), _MOST_MARKS)
    for index in reversed(range(count)):  # the innermost first
        mark = pdfium.FPDFPageObj_GetMark(one, index)
        if mark and _read_kind(mark) == "OC" and (name := _read_name(mark)):
            return name
    return ""


def _read_kind(mark: Any) -> str:
    if not pdfium.FPDFPageObjMark_GetName(mark, _WORDS, _MOST_BYTES, _LENGTH):
        return ""
    return bytes(_WORDS)[: max(_LENGTH.value - 2, 0)].decode("utf-16-le", "replace")


def _read_name(mark: Any) -> str:
    """Return the name of a mark's layer; the library's own reading of it loses all but the plainest letters."""
    if not pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"Name", _BYTES, _MOST_BYTES, _LENGTH):
        return ""
    if not 0 < _LENGTH.value <= _MOST_BYTES:
        return ""
    return decode_name(bytes(_BYTES)[: _LENGTH.value])


@lru_cache(maxsize=4096)
def decode_name(raw: bytes) -> str:
    """Return the text that a string of a PDF means: UTF-16, also where its mark was forgotten, UTF-8 or Latin-1."""
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace").strip("\0 ")
    if b"\0" in raw:
        return raw.decode("utf-16-be", "replace").strip("\0 ")
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()
