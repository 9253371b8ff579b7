"""Styles of drawing: what offices in several countries do differently, and how careless they are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Names:
    """The names of layers."""

    wall: str = "A-WALL"
    door: str = "A-DOOR"
    window: str = "A-GLAZ"
    number: str = "A-AREA-IDEN"
    name: str = "A-AREA-IDEN"
    furniture: str = "I-FURN"
    stair: str = "A-FLOR-STRS"
    dimension: str = "A-ANNO-DIMS"

    @classmethod
    def all_on(cls, layer: str) -> Names:
        """Return names that put everything on one layer."""
        return cls(*[layer] * 8)


@dataclass(frozen=True, slots=True)
class Style:
    """How a floor is drawn.

    ``walls``: ``double`` (faces), ``single`` (axes) or ``solid`` (filled outlines and nothing else).
    ``doors``: ``swing`` (arc and leaf), ``leaf`` (a leaf at 35 degrees, no arc), ``frame`` (swing in a drawn frame),
    ``gap``.
    ``labels``: ``two`` texts, ``one`` of two lines, ``attributes``, ``number`` alone, or ``none``.
    """

    name: str
    names: Names = field(default_factory=Names)
    unit: str = "mm"
    header: bool = True
    walls: str = "double"
    doors: str = "swing"
    labels: str = "two"
    rotation: float = 0.0
    mirrored: bool = False
    exploded: bool = False
    furniture: bool = True
    windows: bool = True
    diagonals: bool = False


@dataclass(frozen=True, slots=True)
class Noise:
    """Carelessness: metres of gaps and overshoots at the ends of lines, shares of lines drawn twice."""

    name: str
    gap: float = 0.0
    doubled: float = 0.0


NOISES = (Noise("clean"), Noise("1 cm", 0.01, 0.02), Noise("5 cm", 0.05, 0.05), Noise("8 cm", 0.08, 0.08))

_GERMAN = Names("Wände", "Türen", "Fenster", "Raumnummern", "Raumnamen", "Möbel", "Treppen", "Bemaßung")
_FRENCH = Names("MURS", "PORTES", "FENETRES", "Numéro pièce", "Nom pièce", "MOBILIER", "ESCALIERS", "COTES")
_SPANISH = Names("Muros", "Puertas", "Ventanas", "Estancias", "Estancias", "Mobiliario", "Escaleras", "Cotas")
_RUSSIAN = Names("Стены", "Двери", "Окна", "Помещения", "Помещения", "Мебель", "Лестницы", "Размеры")
_CHINESE = Names("墙体", "门", "窗", "房间编号", "房间名称", "家具", "楼梯", "尺寸标注")
_NAMELESS = Names("Layer1", "Layer2", "Layer3", "Layer4", "Layer5", "Layer6", "Layer7", "Layer8")

_PLAIN = Style("plain")
STYLES = (
    _PLAIN,
    replace(_PLAIN, name="german, 37 degrees", names=_GERMAN, unit="cm", rotation=37.0, exploded=True),
    replace(_PLAIN, name="french, mirrored", names=_FRENCH, unit="m", mirrored=True, doors="frame"),
    replace(_PLAIN, name="spanish, leaves only", names=_SPANISH, doors="leaf", exploded=True),
    replace(_PLAIN, name="russian, gaps", names=_RUSSIAN, doors="gap", labels="one"),
    replace(_PLAIN, name="chinese, single lines", names=_CHINESE, walls="single", exploded=True),
    replace(_PLAIN, name="inches, attributes", unit="in", header=False, labels="attributes"),
    replace(_PLAIN, name="feet, frames", unit="ft", header=False, doors="frame", rotation=12.0),
    replace(_PLAIN, name="nameless layers", names=_NAMELESS, header=False, exploded=True),
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
