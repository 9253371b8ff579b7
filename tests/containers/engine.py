"""Buildah in a folder of its own: it builds in a chroot, so that it needs root and no daemon, network or registry."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCKER_UNITS = {"B": 1e-6, "KB": 1e-3, "MB": 1.0, "GB": 1e3}


@dataclass(frozen=True, slots=True)
class Image:
    """What an image says of itself, in the words of its Dockerfile."""

    name: str
    environment: dict[str, str]
    command: list[str]
    user: str
    folder: str
    health_command: list[str]
    megabytes: float


class Engine:
    """Images and containers under ``home``: by overlay mounts where the kernel has them, else by whole copies."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._driver = "overlay"
        if self._call("images").returncode:
            self._driver = "vfs"

    @property
    def description(self) -> str:
        """Which buildah, storing how."""
        return f"{self.run('--version').strip()}, {self._driver}"

    def run(self, *arguments: str, cwd: Path | None = None, seconds: float = 1800) -> str:
        """Run buildah and return what it prints; RuntimeError with the end of what it said if it fails."""
        done = self._call(*arguments, cwd=cwd, seconds=seconds)
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).splitlines()[-25:])
            raise RuntimeError(f"buildah {' '.join(arguments)} failed:\n{said}")
        return done.stdout

    def add_base(self, root: Path, *names: str, entrypoint: str = "", user: str = "0") -> None:
        """Make the folder the image that a Dockerfile finds under each of ``names``."""
        container = self.run("from", "scratch").strip()
        with (self._home / "base.tar").open("wb") as file:
            subprocess.run(["tar", "-C", str(root), "-c", "."], stdout=file, check=True)
        self.run("add", "--quiet", container, str(self._home / "base.tar"), "/")
        path = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
        self.run("config", "--env", f"PATH={path}", "--user", user, container)
        self.run("config", "--entrypoint", json.dumps([entrypoint] if entrypoint else []), container)
        for name in names:
            self.run("commit", "--quiet", container, name)
        self.run("rm", container)
        (self._home / "base.tar").unlink()

    def build(self, context: Path, name: str, *options: str) -> None:
        """Build the Dockerfile in ``context``, or the one that ``options`` name."""
        self.run(
            *("bud", "--isolation", "chroot", "--format", "docker", "--layers", "--pull-never"),
            *("--tag", name, *options, "."),
            cwd=context,
        )

    def inspect(self, name: str) -> Image:
        """Return what the image was told."""
        known: dict[str, Any] = json.loads(self.run("inspect", "--type", "image", name))["Docker"]["config"]
        (listed,) = json.loads(self.run("images", "--json", name))
        number, unit = listed["size"].split()
        check = known.get("Healthcheck") or {"Test": ["CMD"]}
        return Image(
            name=name,
            environment=dict(word.split("=", 1) for word in known["Env"]),
            command=[*(known["Entrypoint"] or []), *(known["Cmd"] or [])],
            user=known["User"] or "0",
            folder=known["WorkingDir"] or "/",
            health_command=check["Test"][1:],
            megabytes=float(number) * DOCKER_UNITS[unit],
        )

    def mount(self, name: str) -> tuple[str, Path]:
        """Return a new container of the image, and where its files are."""
        container = self.run("from", "--pull-never", name).strip()
        return container, Path(self.run("mount", container).strip())

    def remove(self, container: str) -> None:
        """Take a container away, with all that was written to it."""
        self.run("umount", container)
        self.run("rm", container)

    def clean(self) -> None:
        """Take everything away: mounts first, or removing the folder would reach through them."""
        self.run("rm", "--all")
        self.run("rmi", "--all", "--force")

    def _call(
        self, *arguments: str, cwd: Path | None = None, seconds: float = 60
    ) -> subprocess.CompletedProcess[str]:
        places = ("--root", str(self._home / "store"), "--runroot", str(self._home / "run"))
        return subprocess.run(
            ["buildah", "--storage-driver", self._driver, *places, *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
