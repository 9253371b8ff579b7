"""What a CAD text says, without the codes that say how it looks.

The codes are those of the DXF reference: ``%%d``, ``\\U+00E9``, ``\\M+1XXXX``, and MTEXT's ``\\P`` and ``\\f...;``.
"""

from __future__ import annotations

import re
from typing import Any

from interactive_maps.texts.cleaning import clean_text

MOST_CHARACTERS = 2000

# The parser's own decoder raises on a code that is cut off.
_UNICODE = re.compile(r"\\U\+([0-9A-Fa-f]{4})")
_ESCAPED = re.compile(r"\\[UM]\+")


def read_text(entity: Any, codepage: str) -> str:
    """Return what a TEXT, ATTRIB or MTEXT says; lines are separated by ``\\n``."""
    kind = entity.dxftype()
    if kind == "MTEXT":
        return decode_mtext(entity.text, codepage)
    if kind == "ATTRIB" and entity.has_embedded_mtext_entity:
        return decode_mtext(entity.virtual_mtext_entity().text, codepage)
    return decode_text(entity.dxf.get("text", ""), codepage)


def decode_text(raw: str, codepage: str = "cp1252") -> str:
    """Return the plain text of a TEXT or ATTRIB; never raises."""
    from ezdxf.tools.text import plain_text

    return _tidy_lines(plain_text(_decode_characters(raw[:MOST_CHARACTERS], codepage)))


def decode_mtext(raw: str, codepage: str = "cp1252") -> str:
    """Return the plain text of an MTEXT; never raises."""
    from ezdxf.tools.text import fast_plain_mtext, plain_mtext

    decoded = _decode_characters(raw[: 4 * MOST_CHARACTERS], codepage)
    try:
        plain = plain_mtext(decoded)
    except (ValueError, IndexError, ArithmeticError, TypeError):  # a code cut off or with nonsense in it
        plain = fast_plain_mtext(decoded)
    return _tidy_lines(str(plain))


def _decode_characters(raw: str, codepage: str) -> str:
    """Undo ``\\U+`` and ``\\M+``; read bytes that are invalid in the file's encoding by its code page."""
    from ezdxf.lldxf.encoding import decode_mif_to_unicode

    if _ESCAPED.search(raw):
        raw = decode_mif_to_unicode(_UNICODE.sub(lambda match: chr(int(match[1], 16)), raw))
    if any("\ud800" <= character <= "\udfff" for character in raw):
        data = raw.encode("utf-8", "surrogateescape" if _is_escaped_bytes(raw) else "replace")
        raw = _decode_bytes(data, codepage)
    return raw


def _is_escaped_bytes(text: str) -> bool:
    return all("\udc80" <= character <= "\udcff" for character in text if "\ud800" <= character <= "\udfff")


def _decode_bytes(data: bytes, codepage: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(codepage, "replace")


def _tidy_lines(text: str) -> str:
    lines = (clean_text(line) for line in re.split(r"[\r\n\v\f\u2028\u2029]+", text))
    return "\n".join(line for line in lines if line)[:MOST_CHARACTERS]
