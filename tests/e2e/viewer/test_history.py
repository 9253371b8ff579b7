"""Back returns to what was seen before, and never leaves the map unasked."""

from __future__ import annotations


def select_room(watched, database, level=1):
    name = database.fetch(f"SELECT text FROM room_points WHERE level = {level} ORDER BY 1 LIMIT 1")[0][0]
    watched.find(name)
    watched.page.locator("#place-name").wait_for()
    watched.wait_for_address("space=")
    return name


def test_back_and_forward_pass_places_floors_and_directions(open_page, demo_database):
    watched = open_page("/")
    page = watched.page
    entries = page.evaluate("history.length")
    name = select_room(watched, demo_database)
    assert page.title().startswith(name)
    page.get_by_role("button", name="Directions").last.click()
    page.locator(".sidebar[data-mode=directions]").wait_for()
    assert page.title() == f"Directions: {name} · Indoor map"
    page.wait_for_timeout(400)
    assert page.evaluate("history.length") == entries + 2
    page.go_back()
    page.locator("#place-name", has_text=name).wait_for()
    page.go_back()
    page.locator(".sidebar[data-mode=home]").wait_for()
    assert page.title() == "Indoor map"
    assert not page.evaluate("/space=/.test(location.search)")
    page.go_forward()
    page.locator("#place-name", has_text=name).wait_for()
    page.reload()
    watched.wait_until_ready()
    page.go_back()
    page.locator(".sidebar[data-mode=home]").wait_for()
    # Moving the map adds no entry.
    entries = page.evaluate("history.length")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(600)
    assert page.evaluate("history.length") == entries
    page.locator(".level", has_text="2").click()
    watched.wait_for_address("level=2")
    page.go_back()
    page.wait_for_function("() => document.querySelector('.level input:checked')?.value === '0'")


def test_back_takes_the_name_of_a_place_out_of_the_field_but_not_what_was_typed(home, demo_database):
    page = home.page
    name = select_room(home, demo_database)
    assert home.search.input_value() == name
    page.go_back()
    page.locator(".sidebar[data-mode=home]").wait_for()
    assert home.search.input_value() == ""
    page.go_forward()
    page.locator("#place-name", has_text=name).wait_for()
    home.search.focus()
    page.keyboard.press("End")
    page.keyboard.type("x")
    page.go_back()
    page.locator(".sidebar[data-mode=home]").wait_for()
    assert home.search.input_value() == f"{name}x"


def test_an_address_without_a_level_leaves_the_floor_on_display(home):
    home.page.locator(".level", has_text="1").click()
    home.wait_for_address("level=1")
    home.visit("/?at=13.4024,52.474,18")
    assert home.page.get_by_role("radio", name="Level 1").is_checked()
    home.wait_for_address("level=1")


READ_NUMBERS = """async () => {
  const { parseUrlState } = await import("/static/viewer/urlstate.js");
  const { parseHomeView } = await import("/static/viewer/homeview.js");
  const state = query => { const { view, from } = parseUrlState(query); return [view, from?.location ?? null]; };
  return [state("?at=,,,&from=,"), state("?at=13,52,&from=13,,0"), state("?at=13,52&from=1"), parseHomeView(",,"),
    state("?at=13,52,18&from=0,0")];
}"""


def test_a_number_that_is_missing_in_an_address_is_not_taken_for_zero(modules):
    *nothing, home, known = modules.evaluate(READ_NUMBERS)
    assert nothing == [[None, None]] * 3
    assert home is None
    assert known == [{"center": [13, 52], "zoom": 18, "bearing": 0, "pitch": 0}, [0, 0]]


def test_a_route_is_shown_again_as_it_was_left(open_page, demo_database):
    """By a reload, as by a link that is shared, and by Back: on the floor and in the view of that moment."""
    (start,), (end,) = (
        demo_database.fetch(f"SELECT space_id FROM room_points WHERE level = {level} ORDER BY 1 LIMIT 1")[0]
        for level in (0, 2)
    )
    watched = open_page(f"/?level=0&from=space:{start}&to=space:{end}")
    page = watched.page
    page.locator(".step").first.wait_for()
    page.get_by_role("button", name="Next").click()
    page.locator(".level", has_text="1").click()
    watched.wait_for_address("level=1")
    left = watched.read_view()
    page.reload()
    watched.wait_until_ready()
    page.locator(".step[aria-current][data-step='1']").wait_for()
    assert watched.read_view() == left
    assert page.get_by_role("radio", name="Level 1").is_checked()
    page.locator(".directions").get_by_role("button", name="Close").click()
    page.locator("#place-name").wait_for()
    watched.wait_for_address("level=2")
    watched.read_view()
    page.go_back()
    page.locator(".step[aria-current][data-step='1']").wait_for()
    assert watched.read_view() == left
    assert page.get_by_role("radio", name="Level 1").is_checked()


LOOK_UP = """async () => {
  const { chooseLanguage, I18n } = await import("/static/viewer/i18n.js");
  const { findCategoryGroup, getGroupIcon } = await import("/static/viewer/categorygroups.js");
  const tables = { profiles: {}, access: {}, toilets: {}, edgeKinds: {} };
  const i18n = new I18n("en", tables);
  return ["constructor", "__proto__", "toString"].map(word => [
    chooseLanguage([word, "de"]), findCategoryGroup(word), getGroupIcon(word) === getGroupIcon("place"), i18n.t(word),
    i18n.category(word), i18n.access(word), i18n.toilet(word), i18n.edgeKind(word),
    i18n.placeName({ kind: "category", name: null, category: word }),
  ]);
}"""


def test_a_word_that_objects_know_by_themselves_is_in_no_table(modules):
    """Such as "constructor": as a language in an address, it left the page without a map."""
    for word, told in zip(("constructor", "__proto__", "toString"), modules.evaluate(LOOK_UP), strict=True):
        assert told == ["de", None, True, word, word, word, "", word, word]
