"""A page of the viewer under watch: errors in its console, and requests to anybody but its own server."""

from __future__ import annotations

import contextlib
import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page
from playwright.sync_api import TimeoutError as TooLate

SCREENSHOTS = Path(__file__).resolve().parents[3] / "var" / "screenshots"
VENDOR = Path(__file__).with_name("vendor")
READY = "body[data-state=ready]"
PHONE = {
    "viewport": {"width": 390, "height": 800},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}

LEVELS = 3  # of the demo building
# An entry of the history that the page has not written itself, as after a reload.
VISIT = """
address => {
  history.pushState({ entry: Math.round(performance.now()) + 1e6 }, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}
"""

# The start of a page's function: the pixels of the map, four numbers each, as it would be printed.
READ_PIXELS = """
  dispatchEvent(new Event("beforeprint"));
  const picture = document.querySelector("img.printed");
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const copy = new OffscreenCanvas(width, height).getContext("2d");
  copy.drawImage(picture, 0, 0);
  dispatchEvent(new Event("afterprint"));
  const { data } = copy.getImageData(0, 0, width, height);
"""


@dataclass
class Watched:
    """``problems`` and ``asked`` (addresses) grow while the page lives; a test that provokes a problem clears it.

    ``hosts`` are origins that the page may ask besides its own, ``first`` is the query of a page that is kept.
    """

    page: Page
    origin: str
    problems: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    hosts: tuple[str, ...] = ()
    first: str = ""

    def open(self, address: str, *, is_ready: bool = True) -> None:
        """Go to an address of the viewer, and wait until its map is complete (unless not ``is_ready``)."""
        self.page.goto(self.origin + address)
        if is_ready:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the level is read and the progress line gone."""
        self.page.wait_for_selector(READY, state="attached")
        self.page.wait_for_selector(".progress:not(.busy)", state="attached")

    def visit(self, address: str) -> None:
        """Go to an address of the map without loading the page anew, as Forward does."""
        self.page.evaluate(VISIT, address)
        self.wait_until_ready()

    def look_again(self, levels: int) -> None:
        """Let the page hear that the map has changed, and wait until it shows so many levels."""
        self.page.evaluate("dispatchEvent(new Event('online'))")
        self.page.wait_for_function(
            "count => document.querySelectorAll('.level').length === count", arg=levels
        )
        self.wait_until_ready()

    def start_over(self) -> None:
        """Bring the page back to what it showed first, without loading it anew."""
        if "here=" in self.page.url:  # where a sign hangs: only another page forgets it
            self.open("/")
        self.page.keyboard.press("Escape")
        while self.page.locator(".sidebar:not([data-mode=home])").count():
            if self.page.locator(".sidebar[data-mode=category]").count():
                leave = self.page.locator(".chip[aria-pressed=true]")
            else:
                leave = self.page.locator(".panel").get_by_role("button", name="Close")
            with contextlib.suppress(TooLate):  # it may have been left meanwhile
                leave.click(timeout=2000)
        if self.page.locator(".position-card").is_visible():
            self.page.get_by_role("button", name="Hide my location").click()
        if self.page.locator(".control-walls[aria-pressed=true]").count():
            self.page.locator(".control-walls").click()
        self.search.fill("")
        self.search.blur()
        if self.page.locator(".level").count() != LEVELS:
            self.look_again(LEVELS)
        self.page.evaluate("localStorage.clear()")
        if self.first:
            self.visit(f"/{self.first}")  # forgets the travel profile, too
            return
        self.page.locator(".level").last.click()
        self.page.get_by_role("button", name="Show the whole map").click()
        self.wait_until_ready()
        self.page.wait_for_function("() => !/[?&](room|space|from|to)=/.test(location.search)")

    def read_view(self) -> tuple[float, float, float]:
        """Return longitude, latitude and zoom of what is looked at, by the address, once that is drawn."""
        # The address follows the view after a moment, by the page's own clock: on a busy machine that one is late.
        self.page.evaluate("new Promise(resolve => setTimeout(() => requestAnimationFrame(resolve), 350))")
        self.page.wait_for_selector("[data-view=drawn]", state="attached")
        query = parse_qs(urlsplit(self.page.url).query)
        longitude, latitude, zoom = map(float, query["at"][0].split(",")[:3])
        return longitude, latitude, zoom

    def locate(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where on the screen a position is, by what the address says of the view."""
        middle_longitude, middle_latitude, zoom = self.read_view()
        size = self.page.viewport_size
        assert size is not None
        (x, y), (middle_x, middle_y) = (
            _project(longitude, latitude),
            _project(middle_longitude, middle_latitude),
        )
        scale = 512 * 2**zoom
        return size["width"] / 2 + (x - middle_x) * scale, size["height"] / 2 + (y - middle_y) * scale

    @property
    def search(self) -> Locator:
        """The field that finds rooms."""
        return self.page.locator(".search-bar").get_by_role("combobox")

    def find(self, name: str, presses: int = 1) -> None:
        """Search by keyboard, and choose the ``presses``-th result."""
        self.search.focus()
        self.search.fill("")
        self.page.keyboard.type(name)
        # The results of all that was typed, not of its beginning.
        self.page.locator(".search-bar .options:not([aria-busy=true]) .option").first.wait_for()
        for _ in range(presses):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def wait_for_address(self, part: str) -> str:
        """Return the query of the page's address once it holds ``part``."""
        self.page.wait_for_function("part => location.search.includes(part)", arg=part)
        return str(self.page.evaluate("location.search"))

    def has_asked(self, part: str) -> bool:
        """Return whether an address with ``part`` is asked for within ten seconds."""
        for _ in range(200):
            if any(part in url for url in self.asked):
                return True
            self.page.wait_for_timeout(50)
        return False

    def take_screenshot(self, name: str) -> None:
        """Keep a picture for people to look at, if the variable SCREENSHOTS is set."""
        if not os.environ.get("SCREENSHOTS"):
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(500)  # names find their places
        self.page.screenshot(path=SCREENSHOTS / f"viewer-{name}.png")

    def find_barriers(self) -> list[str]:
        """Return what axe-core holds against the page as it is."""
        # What follows a panel's height does so in the next frame.
        self.page.evaluate(
            "new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))"
        )
        # By the debugger, whom the page's policy does not bind.
        if self.page.evaluate("typeof axe === 'undefined'"):
            self.page.evaluate((VENDOR / "axe.min.js").read_text())
        found: list[dict[str, Any]] = self.page.evaluate(
            "axe.run({resultTypes: ['violations'], runOnly:"
            " ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            ".then(result => result.violations)"
        )
        return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]


def _project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the position in Web Mercator, the world being 1 wide."""
    north = math.asinh(math.tan(math.radians(latitude)))
    return (longitude + 180) / 360, (1 - north / math.pi) / 2


def watch_page(page: Page, origin: str, hosts: tuple[str, ...] = ()) -> Watched:
    """Return the page with its problems from now on."""
    watched = Watched(page, origin, hosts=hosts)
    page.on("console", lambda message: _keep(watched, message))
    page.on("pageerror", lambda error: watched.problems.append(str(error)))
    page.on("request", lambda request: _judge(watched, request.url))
    return watched


def _keep(watched: Watched, message: ConsoleMessage) -> None:
    if message.type == "error":
        watched.problems.append(f"{message.text} ({message.location['url']})")


def _judge(watched: Watched, url: str) -> None:
    watched.asked.append(url)
    known = [f"{origin}/" for origin in (watched.origin, *watched.hosts)]
    if not url.startswith((*known, "data:", f"blob:{watched.origin}/")):
        watched.problems.append(f"asked {url}")
