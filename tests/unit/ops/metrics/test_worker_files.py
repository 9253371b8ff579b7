"""The folder that workers share is found without being told, is private, and outlives nobody."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from interactive_maps.ops.metrics import worker_files
from interactive_maps.ops.metrics.worker_files import (
    VARIABLE,
    forget_gauges,
    list_dead,
    remove_own,
    share_metrics,
)


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv(VARIABLE, "")


@pytest.fixture
def ended():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_it_is_private_and_named_after_the_server(tmp_path):
    share_metrics(os.getpid())
    folder = worker_files.get_folder()
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700
    share_metrics(os.getpid())
    assert worker_files.get_folder() == folder
    share_metrics(os.getppid())
    assert worker_files.get_folder() != folder


def test_one_that_was_chosen_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "chosen"))
    share_metrics()
    assert worker_files.get_folder() == tmp_path / "chosen"
    remove_own()
    assert (tmp_path / "chosen").is_dir()


def test_one_that_is_inherited_from_another_server_is_not(monkeypatch):
    share_metrics(os.getppid())
    inherited = worker_files.get_folder()
    share_metrics(os.getpid())
    assert worker_files.get_folder() != inherited


def test_folders_of_servers_that_are_no_more_are_removed(tmp_path, ended):
    orphan = tmp_path / f"interactive-maps-metrics-{os.getuid()}-{ended}-77"
    reused = (
        tmp_path / f"interactive-maps-metrics-{os.getuid()}-{os.getpid()}-1"
    )  # another process had our number
    foreign = tmp_path / f"interactive-maps-metrics-{os.getuid() + 1}-{ended}-77"
    for folder in (orphan, reused, foreign):
        folder.mkdir()
    share_metrics(os.getpid())
    assert not orphan.exists()
    assert not reused.exists()
    assert foreign.exists()
    remove_own()
    assert not worker_files.get_folder().exists()


def test_a_link_that_somebody_has_put_there_is_refused(tmp_path):
    share_metrics(os.getpid())
    folder = worker_files.get_folder()
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError):
        share_metrics(os.getpid())
    assert worker_files.get_folder() is None


def test_what_was_true_of_a_dead_worker_is_forgotten(ended):
    share_metrics(os.getpid())
    folder = worker_files.get_folder()
    names = [
        f"counter_{ended}.db",
        f"gauge_livesum_{ended}.db",
        f"gauge_livesum_{os.getpid()}.db",
        "counter_0.db",
    ]
    for name in names:
        (folder / name).touch()
    assert [file.name for file in list_dead(folder)] == names[:2]
    forget_gauges(ended)
    assert sorted(file.name for file in folder.iterdir()) == sorted([names[0], *names[2:]])


COUNTING = """
import os, sys
from interactive_maps.ops.metrics.worker_files import share_metrics
share_metrics({server})
import django
from django.conf import settings
settings.configure()
from interactive_maps.ops.metrics import registry
registry.REFUSALS.labels("worker_concurrency").inc({count})
registry.OPEN_REQUESTS.set({count})
registry.REQUEST_SECONDS.labels("rooms").observe(0.2)
print("ready", flush=True)
sys.stdin.readline()
print(registry.scrape().decode())
"""


@contextmanager
def running_worker(count):
    with subprocess.Popen(
        [sys.executable, "-c", COUNTING.format(server=os.getpid(), count=count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        yield process


def test_counts_of_the_dead_are_kept_and_gauges_are_not():
    for count in (1, 2):
        with running_worker(count) as killed:
            killed.send_signal(signal.SIGKILL)
    with running_worker(4) as last:
        said, _ = last.communicate("\n")
    lines = said.splitlines()
    assert 'interactive_maps_refusals_total{limit="worker_concurrency"} 7.0' in lines
    assert "interactive_maps_open_requests 4.0" in lines
    assert 'interactive_maps_request_seconds_bucket{le="0.25",route="rooms"} 3.0' in lines
    assert 'interactive_maps_request_seconds_count{route="rooms"} 3.0' in lines
    share_metrics(os.getpid())
    kept = {file.stem for file in worker_files.get_folder().glob("counter_*.db")}
    assert kept == {"counter_0", f"counter_{last.pid}"}
