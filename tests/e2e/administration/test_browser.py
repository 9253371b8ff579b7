"""The administration in a real Chromium, through nginx, under the policy that lets pages run our own files alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.administration.conftest import NAME, PASSWORD
from tests.e2e.pages import run_browser


@pytest.fixture
def page(administration):
    """A page that may not misbehave: no error in its console, no file that is missing or somebody else's."""
    problems: list[str] = []

    def look(response) -> None:
        if response.status >= 400 or not response.url.startswith(administration.address):
            problems.append(f"{response.status} {response.url}")

    with run_browser() as browser:
        context = browser.new_context(ignore_https_errors=True, base_url=administration.address)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("response", look)
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        yield page
    assert problems == []


def test_somebody_logs_in_closes_finds_and_ends(closures, page):
    page.goto("/admin/")
    page.fill("#id_username", NAME)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.get_by_role("link", name="Closures").first.click()
    page.get_by_role("link", name="Add closure").first.click()
    page.select_option("#id_kind", "connector")
    page.fill("#id_target", "4711")
    page.fill("#id_reason", "wet paint")
    page.fill("#id_ends_at_0", f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}")
    page.locator(".datetimeshortcuts a", has_text="Now").last.click()  # which Django's own script puts there
    page.get_by_label("step free").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist").last).to_have_text("There is no connector 4711 on the map.")
    page.fill("#id_target", "2")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("was added successfully")
    row = page.locator("#result_list tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("wet paint")
    expect(row.locator("img")).to_have_attribute("alt", "True")
    assert row.locator("img").evaluate("image => image.naturalWidth") > 0, "pictures are let through"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#header')).backgroundColor")
        != "rgba(0, 0, 0, 0)"
    )
    (closure,) = closures.database.fetch("SELECT kind, target_id, profiles, ends_at > now() FROM closures")
    assert closure == ("connector", 2, ["step_free"], True)
    page.fill("#searchbar", "paint")
    page.keyboard.press("Enter")
    row.locator("input[type=checkbox]").check()
    page.select_option("select[name=action]", "end")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    expect(page.locator(".messagelist .success")).to_have_text("1 closure ended.")
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("Logged out")).to_be_visible()
