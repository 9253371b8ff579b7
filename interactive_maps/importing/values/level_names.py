"""The level of a plan, read from its file's name or its title: ``level-02``, ``2.OG``, ``二层``.

0 is the ground floor. If a language counts floors from one, the first is the ground floor.
"""

from __future__ import annotations

import re
import unicodedata

_GROUND = re.compile(
    r"(?:^|[^a-z])(?:ground(?:[-_ ]?floor)?|eg|gf|rdc|erdgeschoss|pb|lobby|rez[-_ ]de[-_ ]chaussee|planta[-_ ]baja"
    r"|baja|piano[-_ ]terra|pianterreno|pt|begane[-_ ]grond|parter(?:re)?|terreo|res[-_ ]do[-_ ]chao|prizemi"
    r"|bottenvaning|stueetage|stuen|zemin(?:[-_ ]kat)?)(?:[^a-z]|$)"
)
_BELOW = (
    re.compile(
        r"(?:^|[^a-z])(?:ug|b|basement|kg|sous[-_ ]?sol|lg|ss|sotano|subsolo|piwnica|suteren|seminterrato|interrato"
        r"|kelder|kjeller|kallare)[-_ .]?(?P<number>\d{1,2})(?:[^\d]|$)"
    ),
    re.compile(
        r"(?:^|[^\d])(?P<number>\d{1,2})(?:er|e|eme|o|a)?[-_ .]*"
        r"(?:ug|untergeschoss|kg|pp|sotano|sous[-_ ]?sol)(?:[^a-z]|$)"
    ),
)
_BASEMENT = re.compile(
    r"(?:^|[^a-z])(?:ug|kg|basement|keller(?:geschoss)?|untergeschoss|sous[-_ ]?sol|cellar|sotano|semisotano|subsolo"
    r"|seminterrato|interrato|kelder|piwnica|suteren|kallare|kaelder|kjeller|kellari|bodrum(?:[-_ ]kat)?)(?:[^a-z]|$)"
)
_ATTIC = re.compile(
    r"(?:^|[^a-z])(?:dg|dachgeschoss|attic|combles?|bajo[-_ ]?cubierta|sottotetto|zolder|poddasze|podkrovi|vind)"
    r"(?:[^a-z]|$)"
)
# The sign before the number counts only where it cannot be a separator: "level_-1", "level -1", "level--1".
_ABOVE = (
    re.compile(
        r"(?:^|[^a-z])(?:level|lvl|floor|storey|story|etage|geschoss|stock|niveau|og|fl|l|planta|piso|piano|nivel"
        r"|verdieping|andar|pietro|patro|vaning|kat|r\+)"
        r"(?:[-_ .]?(?P<number>\d{1,3}(?:\.5)?)|[-_ .](?P<negative>-\d{1,2}))(?:[^\d]|$)"
    ),
    re.compile(
        r"(?:^|[^\d])(?P<number>\d{1,3})(?:er|re|e|eme|o|a|º|ª)?[-_ .]*"
        r"(?:og|obergeschoss|etage|stock|st|nd|rd|th|planta|piso|piano|verdieping|andar|pietro|patro|sal|vaning|kat)"
        r"(?:[-_ .]?floor)?(?:[^a-z]|$)"
    ),
)
# Counted from one: "1 этаж", "2. NP", "1. kerros".
_FROM_ONE = re.compile(
    r"(?:^|[^\d])(?P<number>\d{1,3})[-_ .]*(?:го|й|ый|ой|ий)?[-_ .]*(?:этаж|np(?:[^a-z]|$)|kerros|etasje)"
    r"|(?:^|[^a-z\d])(?P<short>\d{1,3})f(?:[^a-z]|$)|(?P<asian>\d{1,3}|[一二三四五六七八九十]{1,3})(?:层|層|階|樓|楼|층)"
)
_ASIAN_BELOW = re.compile(
    r"(?:地下|负|負|지하)(?P<number>\d{1,2}|[一二三四五六七八九十])?(?:层|層|階|樓|楼|층|室)?|(?:^|[^a-z])b(?P<short>\d{1,2})f(?:[^a-z]|$)"
)
_ASIAN_GROUND = re.compile(r"首层|首層|地面层")
_RUSSIAN_BELOW = re.compile(r"подвал|цоколь")
_BARE = re.compile(r"^(?P<number>-?\d{1,3})$")
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first erstes premier primera primo eerste primeiro",
            "second zweites deuxieme segunda secondo tweede segundo",
            "third drittes troisieme tercera terzo derde terceiro",
            "fourth viertes quatrieme cuarta quarto vierde",
            "fifth fuenftes cinquieme quinta quinto vijfde",
            "sixth sechstes sixieme sexta sesto zesde",
            "seventh siebtes septieme septima settimo zevende",
        ),
        1,
    )
    for word in words.split()
}
_FLOORS = "floor|level|storey|story|obergeschoss|og|stock|etage|planta|piso|piano|verdieping|andar|pavimento"
_NAMED = re.compile(
    rf"(?:^|[^a-z])(?:(?P<before>{'|'.join(_ORDINALS)})[-_ .]?(?:{_FLOORS})"
    rf"|(?:{_FLOORS})[-_ .]?(?P<after>{'|'.join(_ORDINALS)}))(?:[^a-z]|$)"
)
_UPPER = re.compile(r"(?:^|[^a-z])(?:obergeschoss|planta[-_ ]alta)(?:[^a-z]|$)")
_DIGITS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)}


def guess_level(stem: str) -> float | None:
    """Return the ordinal (0 = ground) that a file's name without suffix seems to state, or None."""
    name = _fold(stem)
    for find in (_find_below, _find_number, _find_ordinal, _find_word):
        level = find(name)
        if level is not None:
            return level
    return None


def is_attic(name: str) -> bool:
    """Return whether a name says that a plan shows the floor below the roof, whatever its number."""
    return _ATTIC.search(_fold(name)) is not None


def _find_below(name: str) -> float | None:
    for pattern in _BELOW:
        if match := pattern.search(name):
            return -float(match["number"])
    if match := _ASIAN_BELOW.search(name):
        return -float(_count(match["number"] or match["short"] or "1"))
    return None


def _find_number(name: str) -> float | None:
    if match := _FROM_ONE.search(name):
        return float(_count(match["number"] or match["short"] or match["asian"]) - 1)
    for pattern in _ABOVE:
        if match := pattern.search(name):
            return float(match["number"] or match["negative"])
    return float(match["number"]) if (match := _BARE.search(name)) else None


def _find_ordinal(name: str) -> float | None:
    match = _NAMED.search(name)
    return float(_ORDINALS[match["before"] or match["after"]]) if match else None


def _find_word(name: str) -> float | None:
    if _GROUND.search(name) or _ASIAN_GROUND.search(name):
        return 0.0
    if _BASEMENT.search(name) or _RUSSIAN_BELOW.search(name):
        return -1.0
    return 1.0 if _UPPER.search(name) else None


def _count(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.partition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else _DIGITS.get(tens, 0)) + _DIGITS.get(ones, 0)


def _fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))
