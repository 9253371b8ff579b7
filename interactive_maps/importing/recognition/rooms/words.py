"""Words of rooms' names, in many languages, for the IMDF category that they mean; the first that fits counts."""

from __future__ import annotations

from functools import cache, lru_cache

from interactive_maps.importing.rules.word_patterns import WordPatterns

# Patterns with commas between them; a pattern of several words matches where they stand side by side.
CATEGORIES = {
    "elevator": """
        elevator*, elev, elv*, lift, lifts, lift shaft, aufzug*, fahrstuhl*, ascenseur*, asc, ascensor*,
        ascensore*, elevador*, lift*, winda, лифт*, *电梯*, *電梯*, エレベーター*
    """,
    "escalator": """
        escalator*, rolltreppe*, escalera mecanica, эскалатор*, *扶梯*
    """,
    "stairs": """
        stair*, str, staircase, stairwell, treppe*, *treppe, treppenhaus, stiege*, escalier*, esc,
        escalera*, escada*, scala, scale, vano scala, trap, trappenhuis, klatka schodowa, schody, лестни*,
        *楼梯*, *樓梯*, 階段*
    """,
    "restroom": """
        toilet*, toil, wc, w c, w.c., restroom*, rest room, washroom*, lavatory, lav, powder, mens, womens,
        men s room, women s room, wc*, klo, sanitar*, toilette*, sanitaire*, aseo*, servicios, bagni,
        servizi igienici, banheiro*, sanitario*, toaleta, туалет*, санузел, уборн*, *卫生间*, *厕所*, *洗手间*,
        トイレ*, *化粧室*, 화장실
    """,
    "shower": """
        shower*, bathroom*, bath, dusche*, bad, badezimmer, douche*, salle de bain*, ducha*, bano*, bagno,
        doccia, badkamer, душ*, ванная, *浴室*
    """,
    "walkway": """
        corridor*, corr, hallway*, hall way, passage*, circulation*, aisle, flur*, gang, korridor*,
        couloir*, degagement*, dgt, pasillo*, corredor*, corridoio*, disimpegno, korytarz*, коридор*, *走廊*,
        *走道*, 廊下*, 복도
    """,
    "lobby": """
        lobby*, foyer*, vestibule*, entry, entrance*, eingang*, windfang, diele, entree, sas, vestibulo,
        atrio, ingresso, вестибюль, тамбур, холл, *门厅*, *大厅*, 玄関
    """,
    "ramp": """
        ramp, ramps, rampe, rampa
    """,
    "terrace": """
        porch, deck, patio, balcony*, balcon*, terrace*, veranda*, loggia*, balkon*, terrasse*, terraza*,
        terrazzo, balcone, varanda*, balkon, балкон*, лоджия*, террас*, *阳台*, バルコニー
    """,
    "parking": """
        garage*, parking*, parkplatz*, tiefgarage*, carport, garaje*, stationnement, гараж*, *车库*
    """,
    "conferenceroom": """
        conference*, conf, meeting*, boardroom, besprechung*, konferenz*, reunion*, riunioni, vergader*,
        переговорн*, *会议*, 会議*
    """,
    "classroom": """
        classroom*, class, lecture*, seminar*, horsaal*, klasse*, unterricht*, aula*, salle de classe*,
        аудитория*, *教室*
    """,
    "auditorium": """
        auditorium*, auditorio*, auditoire*
    """,
    "laboratory": """
        lab, labs, laborator*, labor*, лаборатор*, *实验*
    """,
    "office": """
        office*, buro*, buero*, *buro, bureau*, oficina*, despacho*, ufficio, uffici, kantoor*, biuro,
        кабинет*, офис*, *办公*, 事務*
    """,
    "kitchen": """
        kitchen*, kit, pantry, teekuche, kuche*, *kuche, kochen, cuisine*, cocina*, cucina, cozinha, keuken,
        kuchnia, кухня*, *厨房*
    """,
    "library": """
        library*, bibliothek*, biblioth*, biblioteca*, библиотек*, *图书*
    """,
    "lounge": """
        lounge*, aufenthalt*, break, sozialraum*
    """,
    "storage": """
        storage*, store, storeroom, stor, closet*, clo, wic, w.i.c., archive*, lager*, *lager, abstell*,
        keller, archiv, rangement*, placard*, cellier, cave, reserve, almacen*, deposito, ripostiglio,
        magazzino, berging, schowek, кладов*, склад*, *储藏*, *库*, 倉庫*
    """,
    "nonpublic": """
        mechanical*, mech, electrical*, elec, elect, janitor*, jan, plant, boiler*, riser, utility, util,
        server*, data, telecom*, technik*, *technik, heizung*, putz*, local technique, cuarto tecnico,
        щитов*, *机房*, *配电*
    """,
    "opentobelow": """
        void, open to below, luftraum*, vide, vacio, vuoto, shaft*, schacht*, gaine*, patinillo, vertical
        penetration, cavedio, *中庭上空*, 吹抜*
    """,
    "courtyard": """
        courtyard, court, innenhof, lichthof, cour, patio interior, cortile
    """,
}

_IMDF = {"courtyard": "unenclosedarea"}


@cache
def _compile() -> tuple[tuple[str, WordPatterns], ...]:
    return tuple(
        (category, WordPatterns.compile(word for word in words.replace("\n", " ").split(",") if word.strip()))
        for category, words in CATEGORIES.items()
    )


@lru_cache(maxsize=4096)
def find_category(name: str) -> str | None:
    """Return the IMDF category that a room's name means, or None."""
    found = next((category for category, words in _compile() if words.match(name)), None)
    return _IMDF.get(found, found) if found else None
