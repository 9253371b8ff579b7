"""Rules of layers and labels, and files that override them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.rules.rule_file import load_rules
from interactive_maps.importing.rules.word_patterns import WordPatterns
from interactive_maps.mapdata.categories.words import split_words


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        ("A-WALL", "wall"),
        ("xref-Bishop-Overland-08$0$A-WALL", "wall"),
        ("site|A-WALL", "wall"),
        ("A-WALL-1", "wall"),
        ("WALL2", "wall"),
        ("Wand", "wall"),
        ("Außenwände", "wall"),
        ("Cloison", "wall"),
        ("Mur porteur", "wall"),
        ("墙", "wall"),
        ("Стены", "wall"),
        ("A-DOOR", "door"),
        ("Tür", "door"),
        ("Porte", "door"),
        ("门", "door"),
        ("Architektur", "other"),
        ("Ar_CurtainWall_G25", "window"),
        ("Ar_WallInternal_G25", "wall"),
        ("ExteriorWalls", "wall"),
        ("Ar_RoomNumber", "room_label"),
        ("A-20-E-_Yttervägg", "wall"),
        ("Innervegger", "wall"),
        ("Ydervæg", "wall"),
        ("Väliseinä", "wall"),
        ("Glasparti", "window"),
        ("ARQ-ALV", "wall"),
        ("Rumsnummer", "room_label"),
        ("Hiss", "lift"),
        ("1-02間仕切", "wall"),
        ("1-05建具", "door"),
        ("0-01通り芯", "note"),
        ("Ar_Shutter_G32", "door"),
        ("PARAPETTI", "window"),
        ("KORKULUK", "window"),
        ("Balkongeländer", "other"),
        ("Geländer", "window"),
        ("栏杆", "window"),
        ("A-FLOR-HRAL", "floor"),
        ("KEPENK", "door"),
        ("A-GLAZ", "window"),
        ("Fenster", "window"),
        ("CANCELERIA", "window"),
        ("Mamparas", "window"),
        ("A-FLOR-STRS", "stair"),
        ("A-FLOR-EVTR", "lift"),
        ("A-AREA-IDEN", "room_label"),
        ("Texte_Pièces", "room_label"),
        ("Raum", "room_label"),
        ("Raumnummern", "room_label"),
        ("房间", "room_label"),
        ("A-DOOR-IDEN", "note"),
        ("A-ANNO-DIMS", "dimension"),
        ("A-DIMS-1", "dimension"),
        ("Bemaßung", "dimension"),
        ("A-ANNO-NOTE", "note"),
        ("I-FURN", "furniture"),
        ("Struktur - Tragend", "wall"),
        ("Structural - Bearing", "wall"),
        ("MURATURE", "wall"),
        ("Trockenbau", "wall"),
        ("32_binnendeuren", "door"),
        ("ARQ-PORTAS", "door"),
        ("Tür+Fenster Marker", "note"),
        ("NUMEROS PORTES", "note"),
        ("ARCH_OPIS_DRZWI", "note"),
        ("ARCH_OPIS_POM", "room_label"),
        ("31_pui", "window"),
        ("A-Storefront", "window"),
        ("Mur rideau", "window"),
        ("Möblierung - Objekte", "furniture"),
        ("82_meubilair", "furniture"),
        ("Demolizioni", "structure"),
        ("00_stramien", "note"),
        ("A-----N-27-Pelare", "column"),
        ("PAVIMENTI", "floor"),
        ("ELEVATOR", "lift"),
        ("A-ELEVATOR_M", "lift"),
        ("RADIATOR", "other"),
        ("Rolltor", "door"),
        ("Garagentore", "door"),
        ("KONTUREN", "other"),
        ("ARMATUREN", "other"),
        ("Innentüren", "door"),
        ("Zimmertüren", "door"),
        ("Zimmernummern", "room_label"),
        ("Heißwasser", "other"),
        ("TRAVELATOR", "lift"),
        ("TRAVI", "structure"),
        ("P-CW", "other"),
        ("RETINI", "other"),
        ("A-CW", "window"),
        ("CW", "window"),
        ("xref$0$CW", "window"),
        ("CW pipes", "other"),
        ("A-WIND", "window"),
        ("WINDOW_TEXT", "note"),
        ("J-WINDOW_TEXT门窗编号", "note"),
        ("I—平面—门编号", "note"),
        ("A—门窗", "door"),
        ("轴号", "note"),
        ("I—平面—卫生间隔断", "wall"),
        ("建筑投影线", "structure"),
        ("04창호", "door"),
        ("A-기둥", "column"),
        ("문", "door"),
        ("문자", "note"),
        ("جدران", "wall"),
        ("الأبواب", "door"),
        ("קירות", "wall"),
        ("دیوارها", "wall"),
        ("پنجره", "window"),
        ("CỬA ĐI", "door"),
        ("CỬA SỔ", "window"),
        ("TEFRİŞ", "furniture"),
        ("PERABOT", "furniture"),
        ("A-ARQ-CIELO FALSO", "structure"),
        ("A-DURLOCK", "wall"),
        ("Proyección", "structure"),
        ("A-ELEV", "note"),
        ("roomnumber", "room_label"),
        ("Рамка", "ignore"),
        ("Основные надписи", "ignore"),
        ("Stuetzen", "column"),
        ("ROHBAU", "wall"),
        ("ROHBAU - Darstellungen - Stützen", "column"),
        ("ROHBAU - Darstellungen - Wände", "wall"),
        ("Gros-œuvre poteaux", "column"),
        ("Defpoints", "ignore"),
        ("0", "other"),
        ("", "other"),
        ("$", "other"),
    ],
)
def test_what_a_layer_is_by_default(layer, kind):
    assert load_rules().kind_of(layer) == kind


def test_a_files_rules_come_first(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text(
        """
        units = "cm"
        level = 3
        [layers]
        wall = ["Linien *", "A-NOTE"]
        ignore = ["A-WALL-DEMO"]
        [floor]
        leave_out = ["ignore"]
        [labels]
        accept = ["HUB \\\\d+"]
        room_words = ["scriptorium"]
        [georeference]
        anchor = [8.5, 47.4]
        rotation = 12
        """,
        encoding="utf-8",
    )
    rules = load_rules(file)
    assert [rules.kind_of(name) for name in ("Linien schwarz", "A-NOTE", "A-WALL-DEMO", "A-WALL")] == [
        "wall",
        "wall",
        "ignore",
        "wall",
    ]
    assert (rules.units, rules.level, rules.placement.rotation) == ("cm", 3.0, 12.0)
    assert rules.labels.room_words.match("Scriptorium")
    assert rules.labels.room_words.match("kitchen")
    assert rules.labels.accept[0].fullmatch("HUB 7")
    assert load_rules().kind_of("A-NOTE") == "note"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("layers = 3", "layers"),
        ("[layers]\nwalls = ['x']", "layers.walls"),
        ("[layers]\nwall = 'x'", "layers.wall"),
        ("[layers]\nwall = ['--']", "layers.wall"),
        ("[labels]\naccept = ['(']", "labels.accept"),
        ("[labels]\nwords = []", "labels.words"),
        ("[floor]\nleave_out = ['walls']", "floor.leave_out"),
        ("units = 'inch'", "units"),
        ("level = 'two'", "level"),
        ("level = nan", "level"),
        ("colour = 1", "colour"),
        ("[georeference]\nanchor = [8]", "georeference.anchor"),
        ("[georeference]\nanchor = [8, 147]", "georeference"),
        ("[georeference]\ncontrol = [[0, 0, 8, 47]]", "georeference"),
        ("[georeference]\ncontrol = [[0, 0, 8]]", "georeference.control[0]"),
        ("= 3", "the rules"),
    ],
)
def test_a_file_that_means_nothing_is_refused_with_its_place(tmp_path, text, place):
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        load_rules(file)
    assert (refusal.value.file, refusal.value.place) == ("rules.toml", place)


def test_files_that_are_no_rules_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_rules(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"# \xfc")
    with pytest.raises(InputError, match="UTF-8"):
        load_rules(tmp_path / "latin.toml")
    (tmp_path / "long.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(InputError, match="1 MB"):
        load_rules(tmp_path / "long.toml")


@given(st.text(max_size=50))
def test_any_layer_name_has_a_kind(name):
    assert load_rules().kind_of(name)


@given(st.text(max_size=30))
def test_a_name_matches_itself(name):
    if split_words(name):
        assert WordPatterns.compile([" ".join(split_words(name))]).match_whole(name)


def test_words_stand_side_by_side():
    patterns = WordPatterns.compile(["area iden", "*wand", "w.i.c."])
    assert patterns.match("A-AREA-IDEN-2")
    assert patterns.match("Innenwand_3")
    assert patterns.match("W.I.C.")
    assert not patterns.match("AREA-X-IDEN")
    assert not patterns.match("Wandern")
    assert not patterns.match_whole("A-AREA-IDEN")


def test_a_pattern_behind_an_equals_sign_is_a_whole_name():
    patterns = WordPatterns.compile(["=cw"]) | WordPatterns.compile(["wall"])
    assert patterns.match("CW")
    assert patterns.match_whole("C.W.") is False
    assert patterns.match_whole("cw")
    assert not patterns.match("P-CW")
    assert patterns.match("WALL-2")
