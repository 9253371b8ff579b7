"""A browser's own EventSource reads both streams to the end, and does not come back for more."""

import pytest

from tests.e2e.conftest import LINES, ROOMS
from tests.e2e.pages import run_browser

READ = """
async address => {
  const opened = [], keys = [], source = new EventSource(address);
  source.onopen = () => opened.push(performance.now());
  source.onmessage = event => JSON.parse(event.data).items.forEach(item => keys.push(item.id));
  const complete = await new Promise(resolve => source.addEventListener("complete", resolve));
  // Long enough for the reconnection that every ended stream sets off, three seconds later.
  const closed = await new Promise(resolve => {
    const end = setTimeout(() => resolve(false), 12000);
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) { clearTimeout(end); resolve(true); } };
  });
  return {keys, opened: opened.length, closed, total: JSON.parse(complete.data).total, id: complete.lastEventId};
}
"""


@pytest.fixture(scope="module")
def browser():
    with run_browser() as browser:
        yield browser


@pytest.mark.parametrize(("layer", "count"), [("rooms", ROOMS), ("base-floor", LINES)])
def test_event_source_reads_to_complete_and_stops(server, browser, layer, count):
    page = browser.new_page()
    answers = []
    page.on("response", lambda response: answers.append((response.status, response.url)))
    page.goto(f"{server.address}/api/health/")
    answers.clear()
    result = page.evaluate(READ, f"/api/{layer}/")
    assert result["keys"] == list(range(1, count + 1))
    assert result["total"] == count
    assert result["id"].endswith(".end")
    assert result["opened"] == 1
    assert result["closed"], "EventSource still wants to reconnect"
    assert [status for status, _ in answers] == [200, 204]
    page.close()


def test_the_description_can_be_read_and_tried_offline(server, browser):
    page = browser.new_page()
    foreign, problems = [], []
    page.on("request", lambda request: foreign.append(request.url))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(f"{server.address}/api/docs/")
    page.get_by_text("/api/base-floor/").first.wait_for()
    assert [url for url in foreign if not url.startswith((server.address, "data:", "blob:"))] == []
    assert problems == []
    page.close()
