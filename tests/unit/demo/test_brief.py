import pytest

from interactive_maps.demo.brief import BadBrief, Brief


def test_default_is_four_levels_with_a_basement() -> None:
    assert Brief().ordinals == (-1, 0, 1, 2)
    assert Brief().rooms == 400


def test_low_buildings_have_no_basement() -> None:
    assert Brief(levels=3).ordinals == (0, 1, 2)


@pytest.mark.parametrize(
    ("levels", "rooms", "reason"),
    [
        (0, 400, "levels must be from 1 to 60, not 0"),
        (61, 400, "levels must be from 1 to 60, not 61"),
        (1, 7, "rooms must be from 8 to 50000, not 7"),
        (60, 50_001, "rooms must be from 8 to 50000, not 50001"),
        (4, 15, "15 rooms are too few for 4 levels, which hold from 16 to 20000 rooms"),
        (1, 5001, "5001 rooms are too many for 1 levels"),
    ],
)
def test_impossible_buildings_are_refused_with_a_sentence(levels: int, rooms: int, reason: str) -> None:
    with pytest.raises(BadBrief, match=reason):
        Brief(levels, rooms)


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(BadBrief, match="hospital, campus"):
        Brief(use="castle")  # type: ignore[arg-type]


def test_dice_of_one_purpose_do_not_move_another() -> None:
    first, second = Brief(), Brief()
    first.dice("name").random()
    assert first.dice("massing").random() == second.dice("massing").random()
    assert first.dice("massing").random() != Brief(seed=2).dice("massing").random()
