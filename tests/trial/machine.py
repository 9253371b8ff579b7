"""A bare Debian 12 in a folder, with a clean clone of the project: debootstrap's minimal system, and nothing else.

Packages come from where this machine has its own from: apt's and pip's configuration are read, and taken along.
Everything is done inside a mount namespace of ``scripts/trial``, with which all mounts go.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

RELEASE = "bookworm"
PARENT, PROJECT = "/srv", "/srv/interactive_maps_backend"
_CERTIFICATES = "/etc/trial-certificates.crt"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_FORMAT = "$(SITE)|$(RELEASE)|$(CODENAME)|$(COMPONENT)|$(ORIGIN)"
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_BUNDLES = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO")


def make_bare(root: Path, cache: Path, project: Path) -> None:
    """Make the machine in ``root``; downloads are kept in ``cache``, ``project`` is the work tree that is cloned."""
    sources = list(_list_sources())
    if not sources:
        raise SystemExit(
            f"scripts/trial: apt on this machine knows no Debian {RELEASE} to make a bare system from."
        )
    (cache / "packages").mkdir(parents=True, exist_ok=True)
    main = next(site for site, release, _ in sources if release == RELEASE)
    options = ["--variant=minbase", f"--cache-dir={cache / 'packages'}"]
    _run("debootstrap", *options, RELEASE, str(root), main)
    lines = [f"deb {site} {release} {component}\n" for site, release, component in sources]
    (root / "etc/apt/sources.list").write_text("".join(lines))
    proxies = subprocess.run(
        ["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True
    ).stdout
    chosen = [line for line in proxies.splitlines(keepends=True) if "proxy" in line.lower()]
    # A machine that lives for minutes need not survive a loss of power.
    (root / "etc/dpkg/dpkg.cfg.d/90trial").write_text("force-unsafe-io\n")
    (root / "root/.curlrc").write_text(
        "fail-with-body\nshow-error\n"
    )  # an answer of 400 and more is a failure
    (root / "etc/apt/apt.conf.d/90trial").write_text("".join(chosen))
    (root / "etc/hosts").write_text("127.0.0.1 localhost postgres\n::1 localhost\n")
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    _copy_pip_configuration(root)
    clone = root / PROJECT.lstrip("/")
    origin = f"{PARENT}/origin.git"  # where `git pull` asks
    _run("git", "clone", "--quiet", "--bare", "--no-hardlinks", str(project), f"{root}{origin}")
    _run("git", "clone", "--quiet", f"{root}{origin}", str(clone))
    _run("git", "-C", str(clone), "remote", "set-url", "origin", origin)
    shared = (project.parent / "shared").resolve()
    if shared.is_dir():
        shutil.copytree(shared, root / PARENT.lstrip("/") / "shared", ignore=shutil.ignore_patterns(".git"))


def copy_machine(source: Path, target: Path) -> None:
    """Copy a machine that is not running."""
    _run("cp", "--archive", "--reflink=auto", "--one-file-system", str(source), str(target))


def start(root: Path, cache: Path) -> None:
    """Mount what processes in ``root`` need."""
    _run("mount", "-t", "proc", "proc", str(root / "proc"))
    (root / "dev/shm").mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "tmpfs", str(root / "dev/shm"))
    for name, target in (("archives", "var/cache/apt/archives"), ("pip", "root/.cache/pip")):
        (cache / name / "partial").mkdir(parents=True, exist_ok=True)
        (root / target).mkdir(parents=True, exist_ok=True)
        _run("mount", "--bind", str(cache / name), str(root / target))
    for folder in _list_local_packages():
        (root / folder.relative_to("/")).mkdir(parents=True, exist_ok=True)
        _run("mount", "--bind", "-o", "ro", str(folder), str(root / folder.relative_to("/")))


def stop(root: Path) -> None:
    """End all that runs in ``root``, and unmount what :func:`start` has mounted there."""
    deadline = time.monotonic() + 5
    while inside := list(_list_processes(root)):
        for pid in inside:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.2)
    mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for mount in reversed(mounts):
        if mount.startswith(f"{root}/"):
            _run("umount", mount)


def _list_processes(root: Path) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if int(entry.name) and (entry / "root").readlink() == root:
                yield int(entry.name)


def write_prefix(root: Path) -> list[str]:
    """Return the words that a command in the machine begins with."""
    return ["chroot", str(root)]


def make_environment(port: int) -> dict[str, str]:
    """Return the environment of somebody who logs in to the machine."""
    environment = {
        "PATH": _PATH,
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "DEBIAN_FRONTEND": "noninteractive",
        "PORT": str(port),
        "BIND": f"127.0.0.1:{port}",
    }
    kept = {name: value for name, value in os.environ.items() if name in _PROXIES or name.startswith("PIP_")}
    if _find_certificates():
        kept |= dict.fromkeys(_BUNDLES, _CERTIFICATES)
    return environment | kept


def _list_sources() -> Iterator[tuple[str, str, str]]:
    done = subprocess.run(
        ["apt-get", "indextargets", "--format", _FORMAT, "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=True,
    )
    for line in sorted(set(done.stdout.splitlines())):
        site, release, codename, component, origin = line.split("|")
        if origin == "Debian" and codename.startswith(RELEASE):
            yield site, release, component


def _copy_pip_configuration(root: Path) -> None:
    for name in ("/etc/pip.conf", "/etc/xdg/pip"):
        source, target = Path(name), root / name.lstrip("/")
        if source.is_file():
            shutil.copy(source, target)
        elif source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
    if bundle := _find_certificates():
        shutil.copy(bundle, root / _CERTIFICATES.lstrip("/"))


def _find_certificates() -> Path | None:
    names = [os.environ.get(name, "") for name in _BUNDLES]
    return next((Path(name) for name in names if name and Path(name).is_file()), None)


def _list_local_packages() -> list[Path]:
    """Return the folders that pip on this machine takes packages from."""
    done = subprocess.run(
        ["python3", "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    words = [word for line in done.stdout.splitlines() for word in shlex.split(line.partition("=")[2])]
    paths = [Path(part.removeprefix("file://")) for word in words for part in word.split()]
    return sorted({path for path in paths if path.is_absolute() and path.is_dir()})


def _run(*words: str, environment: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(_as_list(words), capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise SystemExit(f"scripts/trial: {' '.join(words)} ended with {done.returncode}:\n{last}")


def _as_list(words: Sequence[str]) -> list[str]:
    return list(words)
