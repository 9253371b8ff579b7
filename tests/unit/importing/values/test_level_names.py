"""Levels out of file names."""

from __future__ import annotations

import pytest

from interactive_maps.importing.values.level_names import guess_level


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
    ],
)
def test_the_level_that_a_name_says(stem, level):
    assert guess_level(stem) == level
