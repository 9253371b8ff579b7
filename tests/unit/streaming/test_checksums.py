"""Combined checksums are those of the whole."""

import zlib
from functools import reduce
from operator import add

from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.streaming.checksums import Checksum


@given(st.lists(st.binary(max_size=5000), max_size=8))
def test_a_sum_of_parts_is_the_checksum_of_the_whole(parts):
    total = reduce(add, map(Checksum.of, parts), Checksum())
    whole = b"".join(parts)
    assert (total.crc, total.length) == (zlib.crc32(whole), len(whole))
