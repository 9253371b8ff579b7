"""The whole chain as processes on loopback, from the configuration files that the containers use.

    with run_stack(tmp_path, replicas=1, workers=2) as stack:
        fill_rooms(stack.database, 1234)                  # writes go to the primary, past PgBouncer
        with stack.open_client() as client:               # HTTPS and HTTP/2, trusting the test's certificate
            client.get("/api/rooms/")
        stack.backend.kill(); stack.backend.start()       # any part: stop, kill, freeze, restart, read_log, pid
        show(stack.pgbouncer.port, "POOLS")               # tests.e2e.production.pgbouncer

    nginx ──▶ backend(s) ──▶ pgbouncer ──▶ primary ──▶ replica(s)
                    └──────────────────────────────────▶ replica(s)    reads, by POSTGRES_READ_HOSTS

With ``linked=True`` a cable lies between each two: ``stack.links["pgbouncer-primary"].cut()`` stops the bytes,
``.mend()`` lets them pass again, ``.reset()`` drops the connections.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.databases import Database
from tests.e2e.production.certificates import Certificate, make_certificate
from tests.e2e.production.gunicorn import make_backend
from tests.e2e.production.links import Link
from tests.e2e.production.nginx import make_nginx
from tests.e2e.production.parts import Part
from tests.e2e.production.pgbouncer import make_pgbouncer
from tests.e2e.production.postgres import PASSWORD, make_primary, make_replica

DATABASE = "imb_production"


@dataclass(slots=True)
class Stack:
    """The parts, in the order in which they were started: ``parts`` has them by name."""

    database: Database
    certificate: Certificate
    parts: dict[str, Part] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    @property
    def nginx(self) -> Part:
        """The public door."""
        return self.parts["nginx"]

    @property
    def backend(self) -> Part:
        """The first gunicorn; others are ``parts["backend-2"]`` and so on."""
        return self.parts["backend-1"]

    @property
    def pgbouncer(self) -> Part:
        """Between backends and primary."""
        return self.parts["pgbouncer"]

    @property
    def primary(self) -> Part:
        """The database that is written to."""
        return self.parts["primary"]

    @property
    def replica(self) -> Part:
        """The first replica; others are ``parts["replica-2"]`` and so on."""
        return self.parts["replica-1"]

    @property
    def address(self) -> str:
        """Where clients go."""
        return f"https://localhost:{self.nginx.port}"

    @property
    def tls(self) -> ssl.SSLContext:
        """A client's trust in the test's certificate."""
        return self.certificate.make_context()

    def open_client(self, *, http2: bool = True, timeout: float = 30.0) -> httpx.Client:
        """Return a client whose addresses start at nginx."""
        return httpx.Client(base_url=self.address, verify=self.tls, http2=http2, timeout=timeout)


class _Builder:
    """Puts parts and links into ``stack``, and ends them with ``exits``."""

    def __init__(self, stack: Stack, exits: ExitStack, *, linked: bool) -> None:
        self._stack = stack
        self._exits = exits
        self._linked = linked

    def add(self, part: Part) -> Part:
        """Take over a part."""
        self._stack.parts[part.name] = part
        self._exits.callback(part.kill)
        return part

    def reach(self, here: str, there: Part) -> int:
        """Return the port where ``here`` finds ``there``: its own, or that of a link in between."""
        if not self._linked:
            return there.port
        link = self._exits.enter_context(Link(there.port))
        self._stack.links[f"{here}-{there.name}"] = link
        return link.port

    def add_databases(self, folder: Path, replicas: int) -> dict[str, str]:
        """Start primary, replicas and PgBouncer; return the variables of those who use them."""
        primary = self.add(make_primary(folder))
        self._stack.database.environment["POSTGRES_PORT"] = str(primary.port)
        self._stack.database.create()
        names = [f"replica-{number}" for number in range(1, replicas + 1)]
        readers = [self.add(make_replica(folder, name, self.reach(name, primary))) for name in names]
        pgbouncer = self.add(make_pgbouncer(folder, self.reach("pgbouncer", primary)))
        return {
            **self._stack.database.make_environment(),
            "POSTGRES_PORT": str(self.reach("backend", pgbouncer)),
            "POSTGRES_READ_HOSTS": ",".join(
                f"127.0.0.1:{self.reach('backend', reader)}" for reader in readers
            ),
        }


@contextmanager
def run_stack(
    folder: Path,
    *,
    replicas: int = 1,
    workers: int = 2,
    backends: int = 1,
    linked: bool = False,
    settings: Mapping[str, str] | None = None,
    nginx: Mapping[str, str] | None = None,
) -> Iterator[Stack]:
    """Run the chain for the time of the block, with the map's empty tables in it.

    ``settings`` are variables of the application, ``nginx`` those of its templates.
    """
    owner = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_USER": "postgres", "POSTGRES_PASSWORD": PASSWORD}
    stack = Stack(Database(DATABASE, owner), make_certificate(folder))
    with ExitStack() as exits:
        builder = _Builder(stack, exits, linked=linked)
        environment = {
            **builder.add_databases(folder, replicas),
            "FORWARDED_ALLOW_IPS": "127.0.0.1",
            **(settings or {}),
        }
        doors = []
        for number in range(1, backends + 1):
            backend = builder.add(make_backend(folder, f"backend-{number}", workers, environment))
            doors.append(builder.reach("nginx", backend))
        builder.add(make_nginx(folder, doors, stack.certificate, nginx))
        for part in stack.parts.values():
            part.wait_until_ready()
        yield stack
