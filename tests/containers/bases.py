"""Stand-ins for the images that Dockerfiles begin with, made of Debian's packages: no registry of images is asked.

They have the same system (Debian 13), the same Python (3.11) and the same habits as the real ones: no documentation,
no lists of packages, pip that installs into /usr/local. What they are not is the same bytes.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SUITE, PYTHON_SUITE = "trixie", "bookworm"  # Debian 13, and the last Debian with Python 3.11
# As in Debian's own images for containers.
SLIM = """
printf 'path-exclude /usr/share/%s/*\\n' doc man info locale >/etc/dpkg/dpkg.cfg.d/slim
cat >/etc/apt/apt.conf.d/docker-clean <<'CONF'
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache ""; APT::Install-Suggests "false";
CONF
rm -rf /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale /var/lib/apt/lists/* /var/cache/apt /var/log/*
mkdir -p /var/cache/apt/archives/partial /var/lib/apt/lists/partial
"""
# Debian splits `venv` off, and ties it to Python's oldest parts, which nobody needs: only its files are taken.
PYTHON = f"""
sed 's/{SUITE}/{PYTHON_SUITE}/' /etc/apt/sources.list >/etc/apt/sources.list.d/python.list
apt-get -qq update
DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install python3.11
mkdir /tmp/venv && cd /tmp/venv && apt-get -qq download python3.11-venv python3-pip-whl python3-setuptools-whl
for package in *.deb; do dpkg -x $package /; done
python3.11 -m venv /usr/local
rm -rf /tmp/venv /usr/share/python-wheels /etc/apt/sources.list.d/python.list /var/lib/apt/lists/*
mkdir -p /var/lib/apt/lists/partial
"""
NGINX = """
apt-get -qq update
DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install nginx-light gettext-base
rm -rf /var/lib/apt/lists/* && mkdir -p /var/lib/apt/lists/partial
"""
# What the start script of nginx's images does with templates.
NGINX_ENTRYPOINT = """#!/bin/sh
set -eu
names=$(env | sed -n "s/^\\($(echo "$NGINX_ENVSUBST_FILTER" | tr -d ^)[A-Z_]*\\)=.*/\\${\\1}/p" | tr -d '\\n')
mkdir -p "$NGINX_ENVSUBST_OUTPUT_DIR"
for template in /etc/nginx/templates/*.template; do
  name=${template##*/}
  envsubst "$names" <"$template" >"$NGINX_ENVSUBST_OUTPUT_DIR/${name%.template}"
done
exec "$@"
"""


def make_debian(folder: Path) -> Path:
    """Return a new root of Debian, slim."""
    root = folder / "debian"
    subprocess.run(
        ["debootstrap", "--variant=minbase", "--include=ca-certificates", SUITE, str(root)],
        check=True,
        capture_output=True,
        timeout=900,
    )
    _trust_as_here(root)
    _run_inside(root, SLIM)
    return root


def make_python(debian: Path) -> Path:
    """Return a copy of the root with Python 3.11 and pip."""
    root = _copy(debian, "python")
    _run_inside(root, PYTHON)
    return root


def make_nginx(debian: Path) -> Path:
    """Return a copy of the root with nginx, and with what its image does before it starts."""
    root = _copy(debian, "nginx")
    _run_inside(root, NGINX)
    entrypoint = root / "docker-entrypoint.sh"
    entrypoint.write_text(NGINX_ENTRYPOINT)
    entrypoint.chmod(0o755)
    return root


def _trust_as_here(root: Path) -> None:
    """Let pip inside trust whom this machine trusts: a proxy may have a certificate of its own."""
    certificates = Path("etc/ssl/certs/ca-certificates.crt")
    shutil.copy("/" / certificates, root / certificates)
    (root / "etc/pip.conf").write_text(f"[global]\ncert = /{certificates}\n")


def _copy(root: Path, name: str) -> Path:
    copy = root.parent / name
    subprocess.run(["cp", "-a", str(root), str(copy)], check=True)
    return copy


def _run_inside(root: Path, script: str) -> None:
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    done = subprocess.run(
        ["chroot", str(root), "sh", "-eu", "-c", script],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{root.name}: {done.stderr[-2000:]}")
