"""Blocks of documentation are found with their marks, and run as a reader would run them."""

from __future__ import annotations

import contextlib
import os
import sys

import psutil
import pytest

from tests.databases import ROOT
from tests.e2e.servers import find_free_port
from tests.trial.__main__ import main, read_pages
from tests.trial.pages import MarkError, parse_page
from tests.trial.sessions import Session, adapt, run_page

PAGE = """
<!-- trial: bare -->
# A page

<!-- trial: before: cd inside -->
<!-- trial: before: export COLOUR=red -->
```bash
pwd
echo "$COLOUR"  # the shell is the same for all
```

1. In a list:

   ```bash
   greet() { echo "hello $COLOUR"; }
   cat <<TEXT
     indented
   TEXT
   ```

<!-- trial: skip: a cluster is needed -->
```bash
kubectl apply
```

```python
print("not for a shell")
```

<!-- trial: exit: 3 -->
```bash
greet && (exit 3)
```
"""
# A server as far as the trial can tell: something that answers at the address of health.
SERVER = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *args):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


@pytest.fixture
def run(tmp_path):
    """Run a page's text in a folder of the test's own, and return its outcomes by the block's line."""
    (tmp_path / "inside").mkdir()
    port = find_free_port()
    (tmp_path / "server.py").write_text(SERVER)
    environment = {"PATH": os.environ["PATH"], "SERVE": f"{sys.executable} {tmp_path}/server.py"}

    def run(text):
        # The shell's root is this machine's own: what it writes lies in its /tmp.
        page = parse_page(text, "page.md")
        return list(
            run_page(page, lambda: Session([], ROOT.__class__("/"), str(tmp_path), environment, port))
        )

    return run


def test_blocks_are_found_with_what_is_marked_above_them():
    page = parse_page(PAGE, "page.md")
    assert page.is_bare
    assert [block.line for block in page.blocks] == [7, 14, 22, 31]
    first, second, third, last = page.blocks
    assert (first.before, first.title) == (("cd inside", "export COLOUR=red"), "pwd")
    assert second.text.startswith("greet()"), "indented as a list's"
    assert "\n  indented\nTEXT\n" in second.text
    assert third.skip == "a cluster is needed"
    assert last.code == 3


@pytest.mark.parametrize(
    ("mark", "word"),
    [
        ("skip", "unknown mark 'skip', or not as"),
        ("serve: me", "unknown mark 'serve', or not as"),
        ("never: mind", "unknown mark 'never'"),
        ("exit: soon", "takes a number"),
    ],
)
def test_a_mark_that_means_nothing_is_refused(mark, word):
    with pytest.raises(MarkError, match=word):
        parse_page(f"<!-- trial: {mark} -->\n```bash\ntrue\n```\n", "page.md")


def test_a_mark_without_a_block_is_refused():
    with pytest.raises(MarkError, match=r"page.md:1: no block"):
        parse_page("<!-- trial: skip: it is slow -->\nText.\n\n```bash\ntrue\n```\n", "page.md")


def test_a_page_runs_in_one_shell(run, tmp_path):
    outcomes = run(PAGE)
    assert [outcome.problem for outcome in outcomes] == ["", "", "", ""]
    assert outcomes[0].log.split() == [str(tmp_path / "inside"), "red"]
    assert outcomes[1].log == "  indented\n"
    assert outcomes[3].log == "hello red\n"


def test_any_command_that_fails_fails_its_block_and_the_page_goes_on(run):
    text = (
        "```bash\necho one\nfalse\necho two\n```\n\n```bash\nfalse | true\n```\n\n```bash\necho three\n```\n"
    )
    outcomes = run(text)
    assert [outcome.problem for outcome in outcomes] == ["exit code 1", "exit code 1", ""]
    assert [outcome.log for outcome in outcomes] == ["one\n", "", "three\n"]


def list_started_in(folder):
    """Return the ids of the processes whose environment names a folder: those of its shell, and no others."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if str(folder) in process.environ().get("SERVE", ""):
                found.append(process.pid)
    return found


def test_a_server_stays_until_the_page_ends(run, tmp_path):
    text = (
        "<!-- trial: serve -->\n```bash\nsetsid sleep 0 & exec $SERVE 8000\n```\n\n"
        "```bash\necho $$ >/dev/null; exec 3<>/dev/tcp/localhost/8000\n```\n\n"
        "<!-- trial: serve -->\n```bash\necho starting; exit 5\n```\n"
    )
    first, second, third = run(text)
    assert (first.problem, second.problem) == ("", "")
    assert third.problem == "it ended and serves nothing"
    assert third.log == "starting\n"
    assert list_started_in(tmp_path) == []


def test_nothing_listens_to_the_network():
    assert adapt("--bind 0.0.0.0:8000 x80001 http://localhost:8000/", 5) == (
        "--bind 127.0.0.1:5 x80001 http://localhost:5/"
    )


def test_every_page_can_be_read_and_each_block_that_is_skipped_says_why():
    pages = read_pages()
    assert {"README.md", "docs/how-to/deploy.md", "docs/tutorials/first-map.md"} <= {
        page.name for page in pages
    }
    skipped = [block.skip for page in pages for block in page.blocks if block.skip]
    assert len(skipped) < 0.4 * sum(len(page.blocks) for page in pages)
    assert all(len(reason) > 12 for reason in skipped)


def test_a_page_without_commands_cannot_be_named(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["trial", "--work", str(tmp_path), "--cache", str(tmp_path), "no.md"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
