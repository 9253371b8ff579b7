"""The structure of a DXF file, surveyed before loading it.

A drawing cut off by a full disk or a lost connection still loads, with half of its floor, and a file of a million
records takes minutes to load. A single pass of a regular expression over the record marks detects both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from mmap import mmap

BINARY_MARK = b"AutoCAD Binary DXF\r\n\x1a\x00"

# A record begins with group code 0 and its type. Group codes are numbers, so a value "0" is never followed by a line
# that looks like a type.
_RECORD = re.compile(rb"(?:^|[\r\n])[ \t]*0[ \t]*(?:\r\n|\n|\r)[ \t]*([A-Z][A-Z0-9_]*)[ \t]*(?=[\r\n]|$)")
# In binary files the code takes two bytes, or one before AutoCAD R13.
_BINARY_RECORD = re.compile(rb"\x00\x00?([A-Z][A-Z0-9_]*)\x00")


@dataclass(frozen=True, slots=True)
class Structure:
    """The result of a survey; ``last_offset`` is the byte, ``last_line`` the line, where the last record begins.

    Lines count from 1; it is 0 for binary files.
    """

    records: int
    ended: bool
    section_open: bool
    last_record: str
    last_line: int
    last_offset: int

    @property
    def is_whole(self) -> bool:
        """Whether the file has its end mark and all sections are closed."""
        return self.ended and not self.section_open


def survey_structure(data: bytes | mmap, most_records: int) -> Structure:
    """Return the structure of a DXF's bytes; counting stops beyond ``most_records``."""
    binary = data[: len(BINARY_MARK)] == BINARY_MARK
    pattern = _BINARY_RECORD if binary else _RECORD
    records, depth, last, start, position, ended = 0, 0, "", 0, 0, False
    for match in pattern.finditer(data):
        records += 1
        last, start, position = match[1].decode("ascii"), match.start(), match.start(1)
        if last == "SECTION":
            depth += 1
        elif last == "ENDSEC":
            depth -= 1
        elif last == "EOF":
            ended = True
            break
        if records > most_records:
            break
    line = 0 if binary else data[:position].count(b"\n")
    return Structure(records, ended, depth > 0, last, line, start)
