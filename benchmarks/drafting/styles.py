"""Drawing styles of offices in several countries, and their carelessness."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from benchmarks.drafting.layers import (
    ARABIC_NUMBERS,
    CHINESE,
    FRENCH,
    GERMAN,
    NAMELESS,
    NCS,
    PORTUGUESE,
    RUSSIAN,
    SPANISH,
    Names,
)


@dataclass(frozen=True, slots=True)
class Style:
    """The drawing style of a floor.

    ``walls``: ``double`` (faces), ``open`` (faces without lines across their ends), ``single`` (axes), ``solid``
    (filled outlines and nothing else), ``hatched`` (faces and filling), ``cavity`` (faces with plaster lines inside),
    ``axes`` (faces and dash-dot axes), ``pieces`` (every wall a separate rectangle).
    ``doors``: a kind of ``benchmarks.drafting.doors``, or ``mixed``.
    ``labels``: a kind of ``benchmarks.drafting.labels``, or ``none``.
    ``clutter``: other content of the sheet, kinds of ``benchmarks.drafting.clutter`` and ``fittings``.
    ``blocks``: names of the blocks for doors and furniture, empty for none.
    """

    name: str
    names: Names = field(default_factory=Names)
    language: str = "en"
    unit: str = "mm"
    header: bool = True
    walls: str = "double"
    doors: str = "swing"
    labels: str = "two"
    rotation: float = 0.0
    mirrored: bool = False
    exploded: bool = False
    furniture: bool = True
    diagonals: bool = False
    clutter: frozenset[str] = frozenset()
    blocks: tuple[str, str] | None = None
    letter: float = 0.22


@dataclass(frozen=True, slots=True)
class Noise:
    """Carelessness: metres of gaps and overshoots at the ends of lines, shares of lines drawn twice.

    ``strayed`` is the share of door leaves on the wall layer.
    """

    name: str
    gap: float = 0.0
    doubled: float = 0.0
    strayed: float = 0.0


NOISES = (
    Noise("clean"),
    Noise("1 cm", 0.01, 0.02),
    Noise("5 cm", 0.05, 0.05, 0.1),
    Noise("8 cm", 0.08, 0.08, 0.2),
    Noise("12 cm", 0.12, 0.15, 0.3),
)

_PLAIN = Style("plain")
_EVERYTHING = frozenset({"dims", "grid", "columns", "sanitary", "windows", "tiles", "ceiling", "tables"})
STYLES = (
    _PLAIN,
    replace(_PLAIN, name="german, 37 degrees", names=GERMAN, unit="cm", rotation=37.0, exploded=True),
    replace(_PLAIN, name="french, mirrored", names=FRENCH, unit="m", mirrored=True, doors="frame"),
    replace(_PLAIN, name="spanish, leaves only", names=SPANISH, doors="leaf", exploded=True),
    replace(_PLAIN, name="russian, gaps", names=RUSSIAN, doors="gap", labels="one"),
    replace(_PLAIN, name="chinese, single lines", names=CHINESE, walls="single", exploded=True),
    replace(_PLAIN, name="inches, attributes", unit="in", header=False, labels="attributes"),
    replace(_PLAIN, name="feet, frames", unit="ft", header=False, doors="frame", rotation=12.0),
    replace(_PLAIN, name="nameless layers", names=NAMELESS, header=False, exploded=True),
    replace(_PLAIN, name="all on 0", names=Names.all_on("0"), exploded=True),
    replace(
        _PLAIN,
        name="all on 0, frames, no labels",
        names=Names.all_on("0"),
        exploded=True,
        doors="frame",
        labels="none",
    ),
    replace(_PLAIN, name="filled walls", walls="solid", labels="number"),
    replace(
        _PLAIN,
        name="single, gaps, no labels",
        walls="single",
        doors="gap",
        labels="none",
        exploded=True,
        rotation=20.0,
    ),
    replace(
        _PLAIN, name="shafts with diagonals, no furniture", diagonals=True, furniture=False, labels="none"
    ),
)
# As offices draw: doors of all kinds on one sheet, and everything that is not a wall.
HARD_STYLES = (
    Style("ncs, full sheet", NCS, doors="mixed", labels="boxed", clutter=_EVERYTHING, walls="hatched"),
    Style(
        "german, full sheet",
        GERMAN,
        "de",
        unit="cm",
        doors="mixed",
        labels="stamp",
        clutter=_EVERYTHING,
        walls="hatched",
        rotation=8.0,
    ),
    Style(
        "french, open ends, sills",
        FRENCH,
        "fr",
        unit="m",
        doors="sill",
        labels="area",
        clutter=frozenset({"dims", "windows", "sanitary", "tables"}),
        walls="open",
    ),
    Style(
        "spanish, blocks",
        SPANISH,
        "es",
        doors="exploded",
        labels="area",
        clutter=_EVERYTHING,
        walls="cavity",
        blocks=("P-80", "MESA"),
    ),
    Style(
        "chinese, axes",
        CHINESE,
        "zh",
        doors="polyline",
        labels="one",
        clutter=frozenset({"dims", "grid", "columns", "windows", "sanitary"}),
        walls="axes",
        blocks=("M0921", "家具1"),
    ),
    Style(
        "russian, pieces",
        RUSSIAN,
        "ru",
        doors="arc",
        labels="circled",
        clutter=frozenset({"dims", "grid", "windows", "sanitary", "columns"}),
        walls="pieces",
    ),
    Style(
        "portuguese, sliding and folding",
        PORTUGUESE,
        "pt",
        unit="m",
        header=False,
        doors="sliding",
        labels="area",
        clutter=frozenset({"windows", "tables", "sanitary", "tiles"}),
    ),
    Style(
        "all on 0, full sheet",
        Names.all_on("0"),
        doors="mixed",
        labels="area",
        clutter=_EVERYTHING,
        exploded=True,
    ),
    Style(
        "all on 0, blocks",
        Names.all_on("0"),
        "de",
        doors="swing",
        labels="attributes",
        clutter=frozenset({"dims", "windows", "sanitary", "tables", "columns"}),
        blocks=("*U7", "*U8"),
        walls="open",
    ),
    Style(
        "all on 0, closed leaves",
        Names.all_on("0"),
        "fr",
        doors="closed",
        labels="split",
        clutter=frozenset({"windows", "sanitary", "tables"}),
        exploded=True,
    ),
    Style(
        "numbered layers",
        ARABIC_NUMBERS,
        "es",
        unit="cm",
        header=False,
        doors="open45",
        labels="split",
        clutter=frozenset({"dims", "grid", "windows", "sanitary", "columns", "tiles"}),
        rotation=61.0,
    ),
    Style(
        "nameless, leaves, feet",
        NAMELESS,
        unit="ft",
        header=False,
        doors="leaf",
        labels="boxed",
        clutter=frozenset({"dims", "windows", "sanitary", "tables"}),
        walls="open",
        mirrored=True,
    ),
    Style(
        "ncs, walls with sills",
        NCS,
        unit="in",
        doors="wall sill",
        labels="boxed",
        clutter=frozenset({"windows", "ceiling", "columns", "tables", "grid"}),
        walls="pieces",
        exploded=True,
    ),
    Style(
        "single lines, all doors",
        GERMAN,
        "de",
        walls="single",
        doors="mixed",
        labels="stamp",
        clutter=frozenset({"dims", "sanitary", "tables"}),
        exploded=True,
    ),
)
