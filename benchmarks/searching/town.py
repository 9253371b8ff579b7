"""A town that fills a database: some buildings that queries look for, and many more whose rooms compete with them.

The same number of rooms gives the same town. Names are like those of real buildings: numbers in the style of each
country, the purpose of the room, its owner; in English, German, French, Spanish, some in Russian.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection, sql

from tests.databases import Database

LANDMARKS = Path(__file__).with_name("landmarks.tsv")
_FIRST_HALL, _FIRST_BUILDING, _FIRST_ROOM = 900, 100, 10_000
_LANGUAGES = ("en", "de", "fr", "es", "en", "de", "fr", "es", "ru")
_COLUMNS = {
    "buildings": "ogc_fid names category",
    "spaces": "ogc_fid names category ref aliases level building_id wkb_geometry",
    "room_points": "ogc_fid text level building_id space_id wkb_geometry",
    "points_of_interest": "ogc_fid names category level space_ids wkb_geometry",
    "occupants": "ogc_fid names category level space_id wkb_geometry",
}
_ROOMS_A_BUILDING = 640
_SPACES_SHARE = 0.1  # of the rooms are spaces, too
# Language -> names of buildings, numbers of rooms (level, room), their purposes, their occupants.
_BUILDINGS = {
    "en": ("{} Hall", "{} Building", "{} Center", "{} Laboratory Building"),
    "de": ("{}-Bau", "{}-Gebäude", "{}haus", "Institut für {}"),
    "fr": ("Bâtiment {}", "Pavillon {}", "Bibliothèque {}", "Résidence {}"),
    "es": ("Edificio {}", "Pabellón {}", "Facultad de {}", "Residencia {}"),
    "ru": ("Корпус {}", "Институт {}"),
}
_NUMBERS = {
    "en": ("{level}{room:02}", "{level}-{room:03}", "{letter}{level}{room:02}", "{level}.{room:02}"),
    "de": ("{level}.{room:03}", "{level:02}.{room:03}", "{letter}{level}.{room:02}", "E{room:02}"),
    "fr": ("{letter}{level}{room:02}", "{letter} {level}{room:02}", "{level}{room:02}"),
    "es": ("{level}.{room:02}", "{letter}-{level}{room:02}", "{level}{room:02}"),
    "ru": ("{level}{room:02}", "{level}{room:02}а"),
}
_PURPOSES = {
    "en": "Office;Laboratory;Storage;Seminar Room;Lecture Room;Meeting Room;Restroom;Kitchen;Server Room;Print Room"
    ";Reading Room;Corridor;Janitor;Electrical Room;Copy Room;Workshop;Lounge;Study Room;Mail Room;Archive",
    "de": "Büro;Labor;Lager;Seminarraum;Hörsaal;Besprechungsraum;WC Damen;WC Herren;Teeküche;Serverraum;Flur"
    ";Sekretariat;Bibliothek;Archiv;Technik;Elektroraum;Werkstatt;Praktikumsraum;Kopierraum;Abstellraum",
    "fr": "Bureau;Laboratoire;Réserve;Salle de cours;Amphithéâtre;Salle de réunion;Toilettes;Cuisine;Secrétariat"
    ";Salle serveurs;Couloir;Archives;Atelier;Local technique;Bibliothèque;Salle informatique;Reprographie",
    "es": "Despacho;Laboratorio;Almacén;Aula;Sala de reuniones;Aseos;Cocina;Secretaría;Pasillo;Archivo;Taller"
    ";Biblioteca;Sala de ordenadores;Salón de actos;Cuarto técnico;Conserjería;Reprografía;Seminario",
    "ru": "Аудитория;Лаборатория;Кабинет;Склад;Туалет;Библиотека;Коридор;Лекционный зал;Мастерская;Архив",
}
_CATEGORIES = {
    "Restroom": "restroom", "WC Damen": "restroom.female", "WC Herren": "restroom.male", "Toilettes": "restroom",
    "Aseos": "restroom", "Туалет": "restroom", "Meeting Room": "conferenceroom", "Besprechungsraum": "conferenceroom",
    "Salle de réunion": "conferenceroom", "Sala de reuniones": "conferenceroom", "Corridor": "walkway",
    "Flur": "walkway", "Couloir": "walkway", "Pasillo": "walkway", "Kitchen": "kitchen", "Teeküche": "kitchen",
    "Storage": "storage", "Lager": "storage", "Almacén": "storage", "Laboratory": "laboratory", "Labor": "laboratory",
    "Laboratoire": "laboratory", "Laboratorio": "laboratory", "Bibliothek": "library", "Bibliothèque": "library",
    "Biblioteca": "library", "Hörsaal": "auditorium", "Amphithéâtre": "auditorium",
}  # fmt: skip
_PEOPLE = {
    "en": "Smith;Johnson;Williams;Brown;Jones;Miller;Davis;Wilson;Anderson;Taylor;Thomas;Moore;Martin;Jackson;White"
    ";Harris;Clark;Lewis;Walker;Young;Allen;King;Wright;Scott;Hill;Green;Adams;Baker;Nelson;Carter;Mitchell;Roberts",
    "de": "Müller;Schmidt;Schneider;Fischer;Weber;Meyer;Wagner;Becker;Schulz;Hoffmann;Schäfer;Koch;Bauer;Richter"
    ";Klein;Wolf;Schröder;Neumann;Schwarz;Zimmermann;Braun;Krüger;Hofmann;Hartmann;Lange;Werner;Krause;Lehmann",
    "fr": "Martin;Bernard;Dubois;Thomas;Robert;Richard;Petit;Durand;Leroy;Moreau;Simon;Laurent;Lefebvre;Michel"
    ";Garcia;David;Bertrand;Roux;Vincent;Fournier;Morel;Girard;André;Mercier;Dupont;Lambert;Bonnet;François",
    "es": "García;Fernández;González;Rodríguez;López;Martínez;Sánchez;Pérez;Gómez;Jiménez;Ruiz;Hernández;Díaz"
    ";Moreno;Álvarez;Muñoz;Romero;Alonso;Gutiérrez;Navarro;Torres;Domínguez;Vázquez;Ramos;Gil;Ramírez;Serrano",
    "ru": "Иванов;Смирнов;Кузнецов;Попов;Васильев;Петров;Соколов;Михайлов;Новиков;Фёдоров;Морозов;Волков;Алексеев",
}
_SYLLABLES = (
    "ber",
    "kal",
    "dor",
    "min",
    "ster",
    "lan",
    "fel",
    "rod",
    "win",
    "mar",
    "gen",
    "tov",
    "hel",
    "brun",
    "sal",
)
_COMMON_PLACES = ("atm", "vendingmachine", "information", "defibrillator", "coinlocker", "drinkingfountain")


@dataclass(frozen=True, slots=True)
class Landmark:
    """A line of landmarks.tsv; ``building`` is its short name there."""

    kind: str
    building: str
    level: float | None
    ref: str | None
    names: dict[str, str]
    category: str | None
    aliases: list[str]


@dataclass(frozen=True, slots=True)
class Town:
    """The ids of the landmarks' buildings by short name, and their positions (longitude, latitude)."""

    buildings: dict[str, int]
    places: dict[str, tuple[float, float]]


def read_landmarks() -> list[Landmark]:
    """Return the landmarks in landmarks.tsv."""
    landmarks = []
    for line in LANDMARKS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, building, level, ref, names, category, aliases = (line.split("\t") + [""] * 7)[:7]
        landmarks.append(
            Landmark(
                kind,
                building,
                float(level) if level else None,
                ref or None,
                dict(part.split("=", 1) for part in names.split(";") if part),
                category or None,
                [alias for alias in aliases.split(";") if alias],
            )
        )
    return landmarks


def fill_town(database: Database, rooms: int) -> Town:
    """Fill the empty tables of ``database`` with the landmarks, and other rooms up to the given number."""
    with database.connect() as connection, connection.transaction():
        town = fill_tables(connection, rooms)
    database.run("VACUUM (ANALYZE)")
    return town


def fill_tables(connection: Connection[Any], rooms: int) -> Town:
    """Do the same on an open connection."""
    town = _write_landmarks(connection)
    (written,) = connection.execute("SELECT count(*) FROM room_points").fetchone() or (0,)
    _write_crowd(connection, random.Random(20), rooms - written)
    return town


def _write_landmarks(connection: Connection[Any]) -> Town:
    landmarks = read_landmarks()
    buildings = [landmark for landmark in landmarks if landmark.kind == "building"]
    ids = {landmark.building: key for key, landmark in enumerate(buildings, 1)}
    places = {name: (13.70 + key * 0.004, 51.02 + (key % 4) * 0.003) for name, key in ids.items()}
    rows: dict[str, list[Sequence[Any]]] = {layer: [] for layer in _COLUMNS}
    for one in buildings:
        building = ids[one.building]
        rows["buildings"].append((building, json.dumps(one.names), one.category))
        # Everything outside of rooms is in the hall.
        hall: Sequence[Any] = (
            _FIRST_HALL + building,
            "{}",
            "walkway",
            None,
            [],
            0.0,
            building,
            _place(*places[one.building]),
        )
        rows["spaces"].append(hall)
    for key, thing in enumerate((one for one in landmarks if one.kind != "building"), 1):
        longitude, latitude = places[thing.building]
        _add(rows, thing, key, ids[thing.building], _place(longitude + key * 3e-6, latitude + key * 2e-6))
    for table, added in rows.items():
        _copy(connection, table, added)
    return Town(ids, places)


def _add(rows: dict[str, list[Sequence[Any]]], thing: Landmark, key: int, building: int, point: str) -> None:
    names = json.dumps(thing.names)
    label = " ".join(filter(None, [thing.ref, *list(thing.names.values())[:1]]))
    if thing.kind == "space":
        rows["spaces"].append(
            (key, names, thing.category, thing.ref, thing.aliases, thing.level, building, point)
        )
    if thing.kind in {"space", "room"}:
        space = key if thing.kind == "space" else None
        rows["room_points"].append((key, label, thing.level, building, space, point))
    if thing.kind == "point":
        halls = [_FIRST_HALL + building]
        rows["points_of_interest"].append((key, names, thing.category, thing.level, halls, point))
    if thing.kind == "occupant":
        hall_id = _FIRST_HALL + building
        rows["occupants"].append((key, names, thing.category, thing.level, hall_id, point))


def _write_crowd(connection: Connection[Any], chance: random.Random, rooms: int) -> None:
    rows: dict[str, list[Sequence[Any]]] = {layer: [] for layer in _COLUMNS}
    for number in range(rooms):
        index, place = divmod(number, _ROOMS_A_BUILDING)
        building = _FIRST_BUILDING + index
        language = _LANGUAGES[index % len(_LANGUAGES)]
        if place == 0:
            style = chance.choice(_NUMBERS[language])
            name = _make_building_name(chance, language)
            rows["buildings"].append((building, json.dumps({language: name}), "university"))
        level, room = divmod(place, 80)
        ref = style.format(level=level, room=room, letter="ABCDN"[index % 5])
        purpose = chance.choice(_PURPOSES[language].split(";"))
        who = f" {chance.choice(_PEOPLE[language].split(';'))}" if chance.random() < 0.2 else ""
        label = ref if chance.random() < 0.3 else f"{ref} {purpose}{who}"
        longitude, latitude = 13.5 + (index % 20) * 0.01, 50.9 + index // 20 * 0.01
        point = _place(longitude + place % 80 * 1e-5, latitude + level * 1e-5)
        key, space = _FIRST_ROOM + number, None
        if chance.random() < _SPACES_SHARE:
            space = key
            names = json.dumps({language: f"{purpose}{who}"} if label != ref else {})
            category = _CATEGORIES.get(purpose, "office")
            rows["spaces"].append((space, names, category, ref, [], level, building, point))
        rows["room_points"].append((key, label, level, building, space, point))
        if place % 200 == 7:
            category = chance.choice(_COMMON_PLACES)
            rows["points_of_interest"].append((key, "{}", category, level, [], point))
    for table, added in rows.items():
        _copy(connection, table, added)


def _make_building_name(chance: random.Random, language: str) -> str:
    name = "".join(chance.sample(_SYLLABLES, 2)).capitalize()
    if language == "ru":
        name = str(chance.randint(1, 99))
    return chance.choice(_BUILDINGS[language]).format(name)


def _place(longitude: float, latitude: float) -> str:
    return f"SRID=4326;POINT({longitude:.7f} {latitude:.7f})"


def _copy(connection: Connection[Any], table: str, rows: list[Sequence[Any]]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, _COLUMNS[table].split()))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
    with connection.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
