"""CRC-32 of a message from the CRC-32 of its parts, so that shared frames are not read a second time. Pure.

The mathematics of zlib's ``crc32_combine`` (crc32.c, zlib 1.2.12 and later): appending ``n`` bytes to a message
multiplies its CRC by x^(8n) modulo the CRC polynomial over GF(2).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache

_POLYNOMIAL = 0xEDB88320  # bit-reversed, as in zlib
_ONE = 1 << 31  # x^0 in reversed order


def _multiply(a: int, b: int) -> int:
    """Return a*b modulo the polynomial."""
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = (a << 1) & 0xFFFFFFFF
        b = (b >> 1) ^ _POLYNOMIAL if b & 1 else b >> 1
    return product


@cache
def _power_of_two(exponent: int) -> int:
    """Return x^(2^exponent) modulo the polynomial."""
    if exponent == 0:
        return _ONE >> 1
    half = _power_of_two(exponent - 1)
    return _multiply(half, half)


def _shift_operator(length: int) -> int:
    """Return x^(8*length) modulo the polynomial."""
    operator, exponent = _ONE, 3
    while length:
        if length & 1:
            operator = _multiply(_power_of_two(exponent), operator)
        length >>= 1
        exponent += 1
    return operator


@dataclass(frozen=True, slots=True)
class Checksum:
    """CRC-32 and ``length`` in bytes of a message. ``a + b`` is the checksum of a's message followed by b's."""

    crc: int = 0
    length: int = 0
    shift: int = _ONE

    @classmethod
    def of(cls, data: bytes) -> Checksum:
        """Return the checksum of ``data``."""
        return cls(zlib.crc32(data), len(data), _shift_operator(len(data)))

    def __add__(self, other: Checksum) -> Checksum:
        combined = _multiply(other.shift, self.crc) ^ other.crc
        # Only the appended part needs an operator, so the running sum carries the neutral one and stays cheap.
        return Checksum(combined, self.length + other.length)
