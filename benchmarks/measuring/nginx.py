"""nginx on a loopback port, serving a folder with its own configuration, independent of the system's."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring.clock import wait_until
from tests.e2e.servers import find_free_port

_CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  gzip_static on;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


def find_nginx() -> str | None:
    """Return nginx's path, which Debian installs where only root searches."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def run_nginx(folder: Path) -> Iterator[int]:
    """Serve ``folder``, with NAME.gz instead of NAME for clients that accept gzip, and yield the port."""
    program = find_nginx()
    if program is None:
        raise FileNotFoundError("nginx is missing: scripts/setup test installs it.")
    port = find_free_port()
    user = "user root;" if os.geteuid() == 0 else ""  # else the worker may not enter our temporary folder
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(user=user, folder=folder, port=port))
    process = subprocess.Popen(
        [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]
    )

    def answers() -> bool:
        if process.poll() is not None:
            raise ChildProcessError(f"nginx ended: {(folder / 'error.log').read_text()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(answers, 10, "nginx answers")
        yield port
    finally:
        process.terminate()
        process.wait(10)
