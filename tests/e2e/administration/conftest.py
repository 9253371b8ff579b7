"""A building whose closures are administered: nginx with TLS in front of one worker, and somebody who may log in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.databases import Database
from tests.e2e.production.certificates import make_certificate
from tests.e2e.production.nginx import make_nginx
from tests.e2e.routing.conftest import fill_building
from tests.e2e.servers import run_server

NAME, PASSWORD = "keeper", "a long word nobody guesses"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Administration:
    """Where it is served, over HTTPS, and the database behind it."""

    address: str
    database: Database
    tls: object


class Person(httpx.Client):
    """Somebody with a browser's cookies and habits, but no eyes."""

    def post_form(self, path: str, values: dict[str, object], **headers: str) -> httpx.Response:
        """Send the form that is at ``path``, with its token."""
        page = self.get(path)
        found = _TOKEN.search(page.text)
        assert found, page.text
        origin = {"Origin": str(self.base_url).rstrip("/"), **headers}
        return self.post(path, data={"csrfmiddlewaretoken": found[1], **values}, headers=origin)

    def log_in(self, name: str = NAME, password: str = PASSWORD) -> httpx.Response:
        """Log in, and return what that is answered with."""
        return self.post_form("/admin/login/?next=/admin/", {"username": name, "password": password})


@pytest.fixture(scope="package")
def administration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Administration]:
    """The server with its administration."""
    database = Database(f"imb_admin_{os.getpid()}")
    database.create()
    database.environment |= {"ADMIN": "1", "ADMIN_LOGIN_RATE": "", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    database.manage("migrate")  # its tables are those of the map until the administration is switched on
    database.manage("createsuperuser", "--noinput", "--username", NAME, "--email", "keeper@example.org")
    fill_building(database)
    folder = tmp_path_factory.mktemp("administration")
    certificate = make_certificate(folder)
    with run_server(database) as server:
        nginx = make_nginx(folder, [server.port], certificate)
        try:
            yield Administration(f"https://localhost:{nginx.port}", database, certificate.make_context())
        finally:
            nginx.kill()
    database.drop()


@pytest.fixture
def closures(administration: Administration) -> Iterator[Administration]:
    """The administration, with nothing closed before and after."""
    clean = "DELETE FROM closures; UPDATE connectors SET names = NULL"
    with administration.database.connect() as connection:
        connection.execute(clean)
        yield administration
        connection.execute(clean)


@pytest.fixture
def person(administration: Administration) -> Iterator[Person]:
    """Somebody who has not logged in."""
    with Person(base_url=administration.address, verify=administration.tls, timeout=20) as person:
        yield person


@pytest.fixture(scope="package")
def keeper(administration: Administration) -> Iterator[Person]:
    """Somebody who has: once for all tests, because passwords are slow to check on purpose."""
    with Person(base_url=administration.address, verify=administration.tls, timeout=20) as keeper:
        assert keeper.log_in().status_code == 302
        yield keeper
