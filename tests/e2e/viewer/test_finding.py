"""Rooms are found, selected and shared, with nothing but a keyboard."""

HOSTILE = [
    "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>",
    "Room \u202etxt.exe\u202c end",
    "L" + "o" * 10_000 + "ng",
]


def get_name(database, condition="true"):
    return database.fetch(
        f"SELECT ogc_fid, text, level FROM room_points WHERE {condition} ORDER BY ogc_fid LIMIT 1"
    )[0]


def test_a_room_on_another_level_is_found_selected_and_flown_to(open_page, demo_database):
    key, name, _ = get_name(demo_database, "level = 2")
    watched = open_page()
    watched.find(name)
    watched.wait_for_address(f"room={key}")
    watched.wait_for_address("level=2")
    assert watched.page.locator("#place-name").inner_text() == name
    assert watched.page.locator(".place .quiet-text").inner_text() == "Level 2"
    assert watched.page.get_by_role("radio", name="Level 2").is_checked()
    watched.page.wait_for_function("() => location.search.includes(',20.00')")  # the zoom that it flew to


def test_escape_closes_the_list_and_what_was_chosen_is_offered_again(open_page, demo_database):
    _, name, _ = get_name(demo_database)
    watched = open_page()
    watched.find(name)
    watched.page.get_by_role("button", name="Close").click()
    assert watched.search.input_value() == ""
    watched.search.click()
    recent = watched.page.get_by_role("option", name=name)
    assert recent.is_visible()
    watched.page.keyboard.press("Escape")
    assert not recent.is_visible()
    assert watched.search.get_attribute("aria-expanded") == "false"


def test_nothing_found_is_said(open_page):
    watched = open_page()
    watched.search.fill("zzqx")
    note = watched.page.get_by_text("Nothing found for “zzqx”")
    note.first.wait_for()
    watched.page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent.startsWith('Nothing found')"
    )


def test_a_chip_lists_the_rooms_of_its_kind_on_this_level(open_page):
    watched = open_page()
    watched.page.locator(".chip").first.click()
    items = watched.page.locator(".list-item")
    name = items.first.inner_text()
    items.first.click()
    assert watched.page.locator("#place-name").inner_text() == name


def test_a_tap_selects_the_room_under_it_and_a_tap_beside_forgets_it(open_page, demo_database):
    key, name, _ = get_name(demo_database, "level = 0")
    watched = open_page(f"/?room={key}")
    watched.wait_for_address(",20.00")
    watched.page.wait_for_timeout(500)
    watched.page.get_by_role("button", name="Close").click()
    assert watched.page.locator("#place-name").count() == 0
    # The room was flown to: it lies in the middle of what the panel leaves free.
    sidebar = watched.page.locator(".sidebar").bounding_box()
    x = (sidebar["x"] + sidebar["width"] + 24 + 1280 - 64) / 2 - 8
    watched.page.mouse.click(x, 400)
    watched.page.locator("#place-name").wait_for()
    assert watched.page.locator("#place-name").inner_text() == name


def test_hostile_names_are_text(open_page, demo_database):
    demo_database.run("DELETE FROM room_points WHERE text LIKE 'Hostile%'")
    with demo_database.connect() as connection:
        for name in HOSTILE:
            connection.execute(
                "INSERT INTO room_points (text, level, wkb_geometry) "
                "VALUES (%s, 0, ST_SetSRID(ST_MakePoint(13.4024, 52.4740), 4326))",
                [f"Hostile {name}"],
            )
    try:
        watched = open_page()
        watched.search.fill("Hostile")
        watched.page.locator(".search-bar .option").nth(2).wait_for()
        texts = watched.page.locator(".search-bar .option bdi").all_inner_texts()
        assert any("<script>document.title='owned'</script>" in text for text in texts)
        assert all("\u202e" not in text and len(text) <= 200 for text in texts)
        for number in range(3):
            watched.find("Hostile", number + 1)
            watched.page.locator("#place-name").wait_for()
            assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert watched.page.title() == "Indoor map"
    finally:
        demo_database.run("DELETE FROM room_points WHERE text LIKE 'Hostile%'")
