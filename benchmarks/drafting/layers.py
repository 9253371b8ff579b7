"""Layer names of offices in several countries."""

from __future__ import annotations

from dataclasses import dataclass, fields


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
    sanitary: str = "P-FIXT"
    column: str = "S-COLS"
    grid: str = "S-GRID"
    tiles: str = "A-FLOR-PATT"
    ceiling: str = "A-CLNG"
    hatch: str = "A-WALL-PATT"

    @classmethod
    def all_on(cls, layer: str) -> Names:
        """Return names that put everything on one layer."""
        return cls(*[layer] * len(fields(cls)))


NCS = Names(
    "A-WALL-FULL",
    "A-DOOR-FULL",
    "A-GLAZ-SILL",
    "A-AREA-IDEN",
    "A-AREA-IDEN",
    "A-FURN-FREE",
    "A-FLOR-STRS",
    "A-ANNO-DIMS",
    "A-FLOR-TPTN",
    "S-COLS",
    "S-GRID",
    "A-FLOR-PATT",
    "A-CLNG-SUSP",
    "A-WALL-PATT",
)
GERMAN = Names(
    "Wände",
    "Türen",
    "Fenster",
    "Raumstempel",
    "Raumstempel",
    "Möbel",
    "Treppen",
    "Bemaßung",
    "Sanitär",
    "Stützen",
    "Achsen",
    "Bodenbelag",
    "Decken",
    "Schraffur",
)
FRENCH = Names(
    "MURS",
    "PORTES",
    "FENETRES",
    "Numéro pièce",
    "Nom pièce",
    "MOBILIER",
    "ESCALIERS",
    "COTES",
    "SANITAIRES",
    "POTEAUX",
    "AXES",
    "CARRELAGE",
    "PLAFONDS",
    "HACHURES",
)
SPANISH = Names(
    "Muros",
    "Puertas",
    "Ventanas",
    "Estancias",
    "Estancias",
    "Mobiliario",
    "Escaleras",
    "Cotas",
    "Sanitarios",
    "Pilares",
    "Ejes",
    "Pavimento",
    "Techos",
    "Rayados",
)
PORTUGUESE = Names(
    "ARQ-ALVENARIA",
    "ARQ-ESQUADRIAS",
    "ARQ-JANELAS",
    "ARQ-TEXTO",
    "ARQ-TEXTO",
    "ARQ-MOBILIARIO",
    "ARQ-ESCADA",
    "ARQ-COTA",
    "ARQ-LOUCAS",
    "ARQ-PILAR",
    "ARQ-EIXO",
    "ARQ-PISO",
    "ARQ-FORRO",
    "ARQ-HACHURA",
)
RUSSIAN = Names(
    "Стены",
    "Двери",
    "Окна",
    "Помещения",
    "Помещения",
    "Мебель",
    "Лестницы",
    "Размеры",
    "Сантехника",
    "Колонны",
    "Оси",
    "Полы",
    "Потолки",
    "Штриховка",
)
CHINESE = Names(
    "WALL-墙",
    "门",
    "窗",
    "房间编号",
    "房间名称",
    "家具",
    "楼梯",
    "尺寸标注",
    "洁具",
    "柱",
    "轴线",
    "地面铺装",
    "天花",
    "填充",
)
NAMELESS = Names(*[f"Layer{number}" for number in range(1, 15)])
# Pens by number, as in offices that started at the drawing board.
ARABIC_NUMBERS = Names("1", "2", "3", "4", "4", "5", "6", "7", "5", "8", "9", "10", "11", "12")
