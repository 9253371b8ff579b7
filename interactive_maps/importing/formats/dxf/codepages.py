"""Code pages by their names in ``$DWGCODEPAGE``, in addition to those that the parser knows.

Before AutoCAD 2007, texts are encoded in the code page of the drawing; the parser takes an unknown one for Western.
Names are from the DXF reference, and from files of AutoCAD for DOS, Unix and the Macintosh.
"""

from __future__ import annotations

_ENCODINGS = {
    **{name: name for name in ("utf-8", "utf8")},
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "54936", "20936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "cp950"),
    **dict.fromkeys(("shift_jis", "Shift_JIS", "shift-jis", "Shift-JIS", "sjis"), "cp932"),
    **dict.fromkeys(("ksc5601", "euc-kr"), "cp949"),
    **dict.fromkeys(("johab", "1361"), "johab"),
    **{str(page): f"cp{page}" for page in (437, 850, 852, 855, 857, 860, 861, 862, 863, 864, 865, 866, 869)},
    **{f"iso8859{dash}{part}": f"iso8859-{part}" for part in range(1, 10) for dash in ("-", "_")},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in range(1, 10)},
    **dict.fromkeys(("mac-roman", "macintosh"), "mac-roman"),
}


def teach_codepages() -> None:
    """Register the code pages with the parser, with their names in lower and upper case."""
    from ezdxf.tools.codepage import codepage_to_encoding

    for name, encoding in _ENCODINGS.items():
        codepage_to_encoding.setdefault(name, encoding)
        codepage_to_encoding.setdefault(name.upper(), encoding)
