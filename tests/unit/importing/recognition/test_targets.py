"""The numbers asked for: plans of a row together, of round trips the worst."""

from benchmarks.recognising.route_scores import RouteScores
from benchmarks.recognising.scores import Scores
from benchmarks.recognising.targets import compare_targets


def find_targets(**found: Scores) -> dict[tuple[str, str], tuple[float, bool]]:
    named = {name.replace("_", ", "): scores for name, scores in found.items()}
    return {(one.row, one.measure): (one.found, one.is_met) for one in compare_targets(named)}


def test_two_floors_of_a_building_share_a_row():
    ground = Scores(doors=40, doors_right=30, routes=RouteScores(2, 0, (1.01, 1.03)))
    upper = Scores(doors=40, doors_right=38, routes=RouteScores(2, 1, (1.0, 1.0)))
    found = find_targets(**{"azure-ground, hidden": ground, "azure-level2, hidden": upper})
    assert found["Azure pair, hidden", "doors"] == (85.0, True)
    assert found["Azure pair, hidden", "crossed"] == (1.0, False)
    assert found["Azure pair, hidden", "d50"] == (1.005, True)
    assert ("Azure pair, as it is", "doors") not in found


def test_every_style_of_a_round_trip_has_to_meet_the_target():
    good = Scores(rooms=100, rooms_right=100, seconds=2.0)
    bad = Scores(rooms=100, rooms_right=98, seconds=6.0, megabytes=300)
    found = find_targets(
        **{"campus, plain, clean": good, "campus, feet, clean": bad, "campus, feet, 5 cm": bad}
    )
    assert found["round trips, clean", "rooms"] == (98.0, False)
    assert found["round trips, noisy", "rooms"] == (98.0, True)
    assert found["round trips, clean, 50 to 200 rooms", "s"] == (6.0, False)
    assert found["round trips, clean, 50 to 200 rooms", "MB"] == (300, True)


def test_large_floors_have_targets_of_their_own():
    large = Scores(rooms=1000, rooms_right=1000, seconds=40.0, megabytes=900)
    found = find_targets(**{"campus_nine, plain, clean": large})
    assert found["round trips, clean, 500 to 2,000 rooms", "s"] == (40.0, True)
    assert found["round trips, clean, 500 to 2,000 rooms", "MB"] == (900, True)
