"""Levels out of file names."""

from __future__ import annotations

import pytest

from interactive_maps.importing.values.level_names import guess_level, is_attic


@pytest.mark.parametrize(
    ("stem", "level"),
    [
        ("level-02", 2),
        ("level_-1", -1),
        ("clinic-level-10", 10),
        ("L2", 2),
        ("Building-A_L03_plan", 3),
        ("EG", 0),
        ("ground-floor", 0),
        ("Grundriss EG", 0),
        ("RdC", 0),
        ("1.OG", 1),
        ("OG2", 2),
        ("UG1", -1),
        ("1.UG", -1),
        ("B1", -1),
        ("basement", -1),
        ("-1", -1),
        ("3", 3),
        ("2nd floor", 2),
        ("first floor", 1),
        ("floor3", 3),
        ("Etage 4", 4),
        ("third-storey", 3),
        ("seventh level", 7),
        ("12", 12),
        ("2-5", None),
        ("level 2.5", 2.5),
        ("lobby", 0),
        ("Keller", -1),
        ("sous-sol", -1),
        ("2. Untergeschoss", -2),
        ("KG 2", -2),
        ("3. Obergeschoss", 3),
        ("ground level 4", 4),
        ("4th_floor_basement", 4),
        ("level--1", -1),
        ("level-1", 1),
        ("floorplan", None),
        ("house", None),
        ("A6", None),
        ("level", None),
        ("xref-Bishop-Overland-08", None),
        ("Planta baja", 0),
        ("Planta 1ª", 1),
        ("Primera planta", 1),
        ("Sótano 2", -2),
        ("Piano terra", 0),
        ("Primo piano", 1),
        ("Rez-de-chaussée", 0),
        ("2ème étage", 2),
        ("R+1", 1),
        ("Sous-sol", -1),
        ("Niveau 1", 1),
        ("Begane grond", 0),
        ("1e verdieping", 1),
        ("Eerste verdieping", 1),
        ("Parter", 0),
        ("Piętro 2", 2),
        ("Zweites Obergeschoss", 2),
        ("Obergeschoss", 1),
        ("1 этаж", 0),
        ("План 2-го этажа", 1),
        ("подвал", -1),
        ("首层平面图", 0),
        ("一层平面图", 0),
        ("十二层", 11),
        ("地下一层", -1),
        ("地下室", -1),
        ("十层", 9),
        ("二十层", 19),
        ("二十三层", 22),
        ("三层", 2),
        ("2階平面図", 1),
        ("B1F", -1),
        ("3F", 2),
        ("1.NP", 0),
        ("Térreo", 0),
        ("2º andar", 2),
        ("Dachgeschoss", None),
    ],
)
def test_the_level_that_a_name_says(stem, level):
    assert guess_level(stem) == level


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(
            (name, True)
            for name in ("Dachgeschoss", "3. DG", "attic", "Combles", "Bajo cubierta", "Podkroví")
        ),
        *((name, False) for name in ("DGX", "Erdgeschoss", "Dach", "level-02", "")),
    ],
)
def test_the_floor_below_the_roof(name, expected):
    assert is_attic(name) == expected
