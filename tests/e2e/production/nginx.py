"""nginx with the container's templates, rendered with other ports."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.production.certificates import Certificate
from tests.e2e.production.parts import Part
from tests.e2e.production.rendering import DEPLOY, render
from tests.e2e.servers import find_free_port

# What one address may do is far more here than outside: all clients of a test come from one.
DEFAULTS = {
    "NGINX_WORKERS": "1",
    "NGINX_FILES": str(min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1])),
    "NGINX_CONNECTIONS": "16000",
    "NGINX_SERVER_NAME": "localhost",
    "NGINX_TRUSTED_PROXY": "unix:",
    "NGINX_BODY_SIZE": "1m",
    "NGINX_REQUEST_RATE": "10000r/s",
    "NGINX_REQUEST_BURST": "10000",
    "NGINX_CONNECTIONS_PER_ADDRESS": "20000",
}


def find_program() -> str:
    """Return nginx's path, which Debian keeps where only root looks."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "nginx is missing: scripts/setup test installs it"
    return program


def make_nginx(
    parent: Path, backends: list[int], certificate: Certificate, variables: Mapping[str, str] | None = None
) -> Part:
    """Return a running nginx in front of the backends on these ports; ``port`` is that of HTTPS.

    HTTP listens on ``environment["NGINX_HTTP_PORT"]``.
    """
    folder = parent / "nginx"
    folder.mkdir()
    http, https = find_free_port(), find_free_port()
    values = {
        **DEFAULTS,
        "NGINX_HOME": str(folder),
        "NGINX_ERROR_LOG": str(folder / "error.log"),
        "NGINX_ACCESS_LOG": str(folder / "access.log"),
        "NGINX_HTTP_LISTEN": f"127.0.0.1:{http}",
        "NGINX_HTTPS_LISTEN": f"127.0.0.1:{https}",
        "NGINX_PUBLIC_PORT": f":{https}",
        "NGINX_CERTIFICATE": str(certificate.certificate),
        "NGINX_CERTIFICATE_KEY": str(certificate.key),
        "NGINX_STATIC_ROOT": str(folder),
        "NGINX_BACKENDS": " ".join(
            f"server 127.0.0.1:{port} max_fails=3 fail_timeout=5s;" for port in backends
        ),
        **(variables or {}),
    }
    for name in ("nginx.conf", "site.conf"):
        render(DEPLOY / f"nginx/templates/{name}.template", folder / name, values)
    part = Part(
        "nginx",
        folder,
        https,
        run_command(folder / "nginx.conf"),
        environment={**os.environ, "NGINX_HTTP_PORT": str(http)},
        stop_signal=signal.SIGQUIT,
    )
    part.start()
    return part


def run_command(configuration: Path) -> list[str]:
    """Return the command that serves ``configuration`` in the foreground, out of its own folder."""
    # Workers of a root's nginx become somebody else, who may not enter a tester's temporary folder.
    user = " user root;" if os.geteuid() == 0 else ""
    folder = configuration.parent
    return [
        *(find_program(), "-p", str(folder), "-e", str(folder / "error.log")),
        *("-c", str(configuration), "-g", f"daemon off;{user}"),
    ]
