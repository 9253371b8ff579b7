"""The content of CAD texts, without formatting codes.

The codes are those of the DXF reference: ``%%d``, ``%%049``, ``\\U+00E9``, ``\\M+1XXXX``, and MTEXT's ``\\P`` and
``\\f...;``. A sequence that only resembles a code loses its backslash and keeps its letter.
"""

from __future__ import annotations

import re
from typing import Any

from interactive_maps.texts.cleaning import clean_text

MOST_CHARACTERS = 2000

# The parser's own decoder fails for codes that are cut off and for pairs of surrogates.
_UNICODE = re.compile(r"(?:\\U\+[0-9A-Fa-f]{4})+")
_ESCAPED = re.compile(r"\\[UM]\+")
_CUT_OFF = re.compile(r"\\U\+(?![0-9A-Fa-f]{4})[0-9A-Fa-f]{0,3}|\\M\+(?![1-5][0-9A-Fa-f]{4})[0-9A-Fa-f]{0,4}")
_NUMBERED = re.compile(r"%%([0-9]{3})")
# Letters that make a code of MTEXT; other characters after a backslash are literal.
_MTEXT_CODE = re.compile(r"\\([^\\{}~PNXSLlOoKkACcHWQTpfF])|(\\.)", re.DOTALL)
# A stack of one part is raised or lowered, like the 2 of "m\S2^;".
_RAISED = re.compile(r"(?<!\\)\\S(?:([^\\;^]+)\^\s*|\^\s*([^\\;^]+));")
# A stack of two figures is a fraction, and follows the whole number before it: the 1/2 of 6'-10 1/2".
_FRACTION = re.compile(r"((?<=\d)(?:\{|\\[HAWQTCcfF][^\\;]*;)*)?\\S\s*(\d+)\s*[/#]\s*(\d+)\s*;")
# A caret is escaped by a blank after it; with a character from @ to _, it is a control code. A caret between two
# blanks, or before any other character, comes from programs that do not escape it.
_BARE_CARET = re.compile(r"(?:(?<=\s)|^)\^ |\^(?![@-_ ])")


def read_text(entity: Any, codepage: str) -> str:
    """Return the content of a TEXT, ATTRIB or MTEXT, with lines separated by ``\\n``."""
    raw, is_mtext = _find_raw(entity)
    return decode_mtext(raw, codepage) if is_mtext else decode_text(raw, codepage)


def is_cut_off(entity: Any) -> bool:
    """Return whether the code of a character ends before its last digit; such codes are dropped."""
    return _CUT_OFF.search(_find_raw(entity)[0]) is not None


def _find_raw(entity: Any) -> tuple[str, bool]:
    kind = entity.dxftype()
    if kind == "MTEXT":
        return entity.text, True
    if kind == "ATTRIB" and entity.has_embedded_mtext_entity:
        return entity.virtual_mtext_entity().text, True
    return str(entity.dxf.get("text", "")), False


def decode_text(raw: str, codepage: str = "cp1252") -> str:
    """Return the plain text of a TEXT or ATTRIB; never raises."""
    from ezdxf.tools.text import plain_text

    return _tidy_lines(plain_text(_decode_characters(raw[:MOST_CHARACTERS], codepage)))


def decode_mtext(raw: str, codepage: str = "cp1252") -> str:
    """Return the plain text of an MTEXT; never raises."""
    from ezdxf.tools.text import fast_plain_mtext, plain_mtext

    raw = _RAISED.sub(lambda match: match[1] or match[2], raw[: 4 * MOST_CHARACTERS])
    raw = _FRACTION.sub(_write_fraction, raw)
    decoded = _MTEXT_CODE.sub(lambda match: match[1] or match[2], _decode_characters(raw, codepage))
    try:
        plain = plain_mtext(decoded)
    except (ValueError, IndexError, ArithmeticError, TypeError):  # a code that is cut off or malformed
        plain = fast_plain_mtext(decoded)
    return _tidy_lines(str(plain))


def _write_fraction(match: re.Match[str]) -> str:
    before = "" if match[1] is None else f" {match[1]}"
    return f"{before}{match[2]}/{match[3]}"


def decode_name(name: str) -> str:
    """Return the name of a layer or a block with character codes decoded."""
    return _decode_escapes(name) if _ESCAPED.search(name) else name


def _decode_characters(raw: str, codepage: str) -> str:
    """Decode ``\\U+``, ``\\M+`` and ``%%nnn``; read bytes that are invalid in the encoding in the code page."""
    if any("\ud800" <= character <= "\udfff" for character in raw):
        data = raw.encode("utf-8", "surrogateescape" if _is_escaped_bytes(raw) else "replace")
        raw = _decode_bytes(data, codepage)
    if _ESCAPED.search(raw):
        raw = _decode_escapes(raw)
    raw = _NUMBERED.sub(lambda match: _decode_number(int(match[1]), codepage), raw)
    return _BARE_CARET.sub(lambda caret: caret[0].replace("^", "^ "), raw) if "^" in raw else raw


def _decode_escapes(raw: str) -> str:
    from ezdxf.lldxf.encoding import decode_mif_to_unicode

    return str(decode_mif_to_unicode(_CUT_OFF.sub("", _UNICODE.sub(_decode_unicode, raw))))


def _decode_unicode(codes: re.Match[str]) -> str:
    """Decode adjacent codes, with two surrogates as one character."""
    units = bytes.fromhex(codes[0].replace("\\U+", "").replace("\\u+", ""))
    return units.decode("utf-16-be", "replace").replace("\N{REPLACEMENT CHARACTER}", "?")


def _decode_number(number: int, codepage: str) -> str:
    """Return the character with this number in the code page; numbers beyond 255 have none."""
    if number > 255:
        return f"%%{number}"
    single = bytes([number])
    return single.decode(codepage, "ignore") or single.decode("cp1252", "ignore")


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
