"""What a visitor is told where there is nothing to follow: in words of theirs, and about the place in question."""

import pytest

from tests.e2e.viewer.test_going import say_space

OUTSIDE = "13.4100000,52.4700000,0"
TOO_FAR = "{} is too far from any walkable path."
GONE = "One of the places is no longer on the map."


@pytest.fixture
def room(demo_database):
    """A room on the ground floor, as the address says it, and its name."""
    ((key, name),) = demo_database.fetch(
        "SELECT ogc_fid, text FROM room_points WHERE level = 0 ORDER BY ogc_fid OFFSET 1 LIMIT 1"
    )
    return say_space(demo_database, key), name


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from={room}&to={outside}", TOO_FAR.format("Point on the map")),
        ("from={outside}&to={room}", TOO_FAR.format("Point on the map")),
        ("from={room}&to=space:999999", GONE),
        ("from={room}&to=category:nonsense", GONE),
    ],
)
def test_why_there_is_no_route_is_said_to_visitors(home, room, query, sentence):
    home.visit("/?level=0&" + query.format(room=room[0], outside=OUTSIDE))
    warning = home.page.locator(".route [role=alert]", has_text=sentence)
    warning.wait_for()
    assert "/api/" not in warning.inner_text()
    home.problems.clear()  # browsers tell the console of each 404


REFUSED = """
async ([kind, ...places]) => {
  const { Refused } = await import("/static/viewer/client.js");
  const { RoutePlanner } = await import("/static/viewer/routeplanner.js");
  const { fetchTranslations } = await import("/static/viewer/i18n.js");
  const { makeState } = await import("/static/viewer/pagestate.js");
  const { parseUrlState } = await import("/static/viewer/urlstate.js");
  const { Store } = await import("/static/viewer/store.js");
  const [from, to] = places.map((name, id) => ({ kind, id, name, level: 0, location: [0, 0] }));
  const store = new Store({ ...makeState(parseUrlState(""), "en"), mode: "directions", from, to });
  const client = {
    profiles: async () => [],
    closures: () => new Promise(() => {}),
    route: async () => { throw new Refused(404, { code: "no_route", reason: "off_network", stop: 1 }); },
  };
  const planner = new RoutePlanner({ client, store, i18n: await fetchTranslations("en"), notify() {} });
  await planner.update();
  return store.state.routeProblem.text;
}
"""


def test_the_end_that_no_path_leads_to_is_named(modules):
    assert TOO_FAR.format("Shed") in modules.evaluate(REFUSED, ["space", "Library", "Shed"])


def test_whoever_wants_to_a_building_is_asked_for_a_room_in_it(modules):
    told = modules.evaluate(REFUSED, ["building", "Library", "Shed"])
    assert told == "Shed is a building. Choose a room in it."


def test_a_route_to_where_one_is_has_no_steps_to_follow(home, room):
    home.visit(f"/?level=0&from={room[0]}&to={room[0]}")
    home.page.locator(".route [role=status]", has_text="You are already there.").wait_for()
    assert home.page.locator(".stepper, .summary").count() == 0


def test_a_kind_of_places_is_called_by_its_name_in_the_page_s_language(home, room):
    home.visit(f"/?level=0&from={room[0]}&to=category:restroom")
    home.page.wait_for_function("title => document.title.includes(title)", arg=f"{room[1]} – Toilets")
    assert home.page.locator("[data-end=to]").input_value() == "Toilets"
