"""A page of another origin that has the map as an element: the first example of the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Frame

from tests.databases import ROOT, Database
from tests.e2e.pages import serve_page
from tests.e2e.servers import Server
from tests.e2e.viewer.watching import READ_PIXELS

GUIDE = (ROOT / "docs/how-to/embed-the-viewer.md").read_text("utf-8")
# With the element: a page, and scripts that are run on it.
EXAMPLES = re.findall(
    r"```(html|js)\n(.*?)```",
    GUIDE.partition("## With an element")[2].partition("## On a kiosk")[0],
    re.DOTALL,
)
# Without it: a page that reads the map itself.
(PROGRAM,) = re.findall(r"```html\n(.*?)```", GUIDE.partition("## In a program")[2], re.DOTALL)
# Whether the map has many pixels in magenta, which nothing else is, not even behind a quarter of white; or none.
IS_MAGENTA = (
    f"async wanted => {{ {READ_PIXELS}"
    """
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] > 240 && data[at + 1] < 100 && data[at + 2] > 240) found += 1;
  }
  return wanted ? found > 100 : found === 0;
}
"""
)


@dataclass
class Host:
    """The page; ``space`` is the place that its element shows first."""

    page: Any
    space: int

    @property
    def frame(self) -> Frame:
        """The map's page in it."""
        frame: Frame = self.page.frames[1]
        return frame

    def run(self, code: str) -> Any:
        """Run statements, with ``element`` and ``loaded``; return what they return."""
        return self.page.evaluate(f"async () => {{ {code} }}")

    def wait_for_magenta(self, is_there: bool) -> None:
        """Wait until something on the map is magenta, or nothing."""
        self.frame.wait_for_function(IS_MAGENTA, arg=is_there)


def adapt(example: str, server: Server, space: int) -> str:
    """Return an example with a server and a place that are there."""
    return example.replace("https://maps.example.org", server.address).replace("space:5", f"space:{space}")


@contextmanager
def open_host(browser: Browser, server: Server, database: Database) -> Iterator[Host]:
    """Open the page until its map is loaded; at the end it may not have misbehaved."""
    ((space,),) = database.fetch("SELECT min(space_id) FROM room_points WHERE level = 1")
    (_, example), *_ = EXAMPLES
    with serve_page(adapt(example, server, space)) as address:
        page = browser.new_page(viewport={"width": 900, "height": 700}, reduced_motion="reduce")
        page.set_default_timeout(30_000)
        problems: list[str] = []
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.goto(address)
        page.evaluate("customElements.whenDefined('indoor-map')")
        page.evaluate(
            "async () => { window.element = document.querySelector('indoor-map');"
            " window.loaded = await element.map.loaded; }"
        )
        host = Host(page, space)
        host.frame.locator("#place-name").wait_for()
        yield host
        page.close()
        assert problems == []
