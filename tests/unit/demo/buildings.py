"""Briefs to try, and the buildings that come of them."""

from functools import lru_cache

from hypothesis import strategies as st

from interactive_maps.demo.brief import USES, Brief
from interactive_maps.demo.design.building import Level
from interactive_maps.demo.design.layout import lay_out


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    levels = draw(st.integers(1, 6))
    rooms = draw(st.integers(max(8, levels * 4), levels * 60))
    return Brief(levels, rooms, draw(st.integers(0, 10_000)), draw(st.sampled_from(USES)))


@lru_cache(maxsize=4)
def build(brief: Brief) -> tuple[Level, ...]:
    return tuple(lay_out(brief).levels())
