"""A container: an image's command as its own first process, without capabilities or a disk to write to.

What it shares with the machine is the network, so that it may listen on loopback alone.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from tests.containers.engine import Engine, Image

# Arguments: the root, and the folders to write to; then what is run inside.
_ENTER = """
root=$1 folders=$2; shift 2
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755,size=64k dev "$root/dev"
for name in null zero full random urandom; do
  touch "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
ln -s /proc/self/fd "$root/dev/fd"; ln -s fd/1 "$root/dev/stdout"; ln -s fd/2 "$root/dev/stderr"
mkdir "$root/dev/shm"; mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
for folder in $folders; do mkdir -p "$root$folder"; mount -t tmpfs -o mode=1777 tmp "$root$folder"; done
mount -o remount,bind,ro "$root"
exec chroot "$root" "$@"
"""


class Container:
    """A running container; its files are at ``root``, and ``log`` holds all that it said."""

    def __init__(self, root: Path, image: Image, log: Path, folders: Sequence[str]) -> None:
        self.log = log
        self.root, self._image, self._folders = root, image, folders
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start it, without waiting until it answers."""
        user, _, group = self._image.user.partition(":")
        caps = ("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all")
        inside = [
            *("setpriv", f"--reuid={user}", f"--regid={group or user}", "--clear-groups", *caps),
            *("env", "-i", "-C", self._image.folder),
            *(f"{name}={value}" for name, value in (self._image.environment | environment).items()),
            *command,
        ]
        self.log.touch()
        self.log.chmod(0o666)  # /dev/stdout and /dev/stderr are opened anew by who is not root
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [
                    *("unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child"),
                    *("sh", "-euc", _ENTER, "enter", str(self.root), " ".join(self._folders), *inside),
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    @property
    def first(self) -> psutil.Process:
        """What is process 1 in there."""
        assert self._process is not None
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for child in psutil.Process(self._process.pid).children():
                inside = Path(f"/proc/{child.pid}/root").readlink() == self.root
                if inside and child.name() not in {"chroot", "setpriv", "env"}:
                    return child
            time.sleep(0.02)
        raise AssertionError(f"it did not start:\n{self.read_log()}")

    @property
    def is_running(self) -> bool:
        """Whether process 1 is there."""
        return self._process is not None and self._process.poll() is None

    def run_inside(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run one more command in there, as the same user, and return its exit code."""
        user, _, group = self._image.user.partition(":")
        return subprocess.run(
            [
                *("nsenter", f"--target={self.first.pid}", "--mount", "--pid", "chroot", str(self.root)),
                *("setpriv", f"--reuid={user}", f"--regid={group or user}", "--clear-groups", "env", "-i"),
                *("-C", self._image.folder),
                *(f"{name}={value}" for name, value in (self._image.environment | environment).items()),
                *command,
            ],
            capture_output=True,
            timeout=60,
            check=False,
        ).returncode

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send process 1 what its engine would send."""
        self.first.send_signal(number)

    def wait(self, seconds: float) -> int:
        """Wait for its end, and return the exit code."""
        assert self._process is not None
        return self._process.wait(seconds)

    def kill(self) -> None:
        """End it, and all that runs in there."""
        if self._process is not None and self._process.poll() is None:
            for child in psutil.Process(self._process.pid).children():
                child.kill()  # with process 1 the kernel ends all others
            self._process.wait(10)

    def read_log(self) -> str:
        """Return all that it has said."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


@contextlib.contextmanager
def open_container(engine: Engine, image: Image, log: Path, *folders: str) -> Iterator[Container]:
    """Yield a container of the image that may write to ``folders`` alone; nothing of it stays."""
    name, root = engine.mount(image.name)
    container = Container(root, image, log, folders)
    try:
        yield container
    finally:
        container.kill()
        engine.remove(name)
