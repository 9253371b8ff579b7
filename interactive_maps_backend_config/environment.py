"""Settings from the process environment, then ``.env``, then the private development database.

Every function reads one variable and reports an invalid value in one clear sentence; ``settings.py`` only arranges
the values for Django.
"""

from __future__ import annotations

import importlib.util
import math
import os
import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from interactive_maps.ops.limits.rates import Rate, parse_rate

ROOT = Path(__file__).resolve().parent.parent
# Written by scripts/database, into the folder that the same variable names.
PRIVATE_DATABASE = ROOT / (os.environ.get("DATABASE_HOME") or "var") / "database.env"
EXAMPLE_KEY = "your-secret-key-change-in-production"  # the deployment guide's example value

Number = TypeVar("Number", int, float)
_YES, _NO = {"true", "1", "yes", "on", "y", "t"}, {"false", "0", "no", "off", "n", "f", ""}

if (ROOT / ".env").is_file():
    environ.Env.read_env(ROOT / ".env")

uses_private_database = not os.environ.get("POSTGRES_HOST") and PRIVATE_DATABASE.is_file()
if uses_private_database:
    environ.Env.read_env(PRIVATE_DATABASE, overwrite=True)


def read_text(name: str, default: str = "") -> str:
    """Return the variable unchanged."""
    return os.environ.get(name, default)


def read_words(name: str, default: list[str]) -> list[str]:
    """Return the variable's comma-separated words."""
    if name not in os.environ:
        return default
    return [word for part in os.environ[name].split(",") if (word := part.strip())]


def read_addresses(name: str, default_port: int) -> list[tuple[str, int]]:
    """Return the variable's comma-separated addresses, each ``host`` or ``host:port``."""
    addresses = []
    for word in read_words(name, []):
        host, colon, port = word.rpartition(":")
        if not colon:
            host, port = word, str(default_port)
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise ImproperlyConfigured(
                f"{name} contains {word!r}. Accepted: host or host:port, for instance replica1:5432,replica2:5432."
            )
        addresses.append((host, int(port)))
    return addresses


def read_networks(name: str, default: list[str]) -> list[IPv4Network | IPv6Network]:
    """Return the variable's comma-separated networks, each ``address`` or ``address/bits``."""
    try:
        return [ip_network(word) for word in read_words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}: {error}. Accepted: networks, for instance 10.0.0.0/8,::1."
        ) from None


def read_origins(name: str) -> list[str]:
    """Return the variable's comma-separated origins, each ``https://host``, ``https://host:port`` or ``*``."""
    origins = read_words(name, [])
    for origin in origins:
        parts = urlsplit(origin)
        if origin != "*" and (
            parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}"
        ):
            raise ImproperlyConfigured(
                f"{name} contains {origin!r}. Accepted: * and origins, for instance https://www.example.org."
            )
    return origins


def read_rate(name: str, default: str) -> Rate | None:
    """Return the variable as a rate of requests, or None if it is empty."""
    text = read_text(name, default).strip()
    try:
        return parse_rate(text) if text else None
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is {text!r}. Accepted: COUNT/second, /minute, /hour or /day, for instance {default}, "
            "or empty for no limit."
        ) from None


def read_redis(name: str) -> str:
    """Return the variable as a Redis URL; empty if there is none."""
    address = read_text(name).strip()
    if address and urlsplit(address).scheme not in {"redis", "rediss", "unix"}:
        # Do not repeat the value: it may contain a password.
        raise ImproperlyConfigured(f"{name} is not a Redis URL. Accepted: a URL such as redis://host:6379/0.")
    return address


def read_flag(name: str, *, default: bool) -> bool:
    """Return the variable as a Boolean."""
    text = os.environ.get(name, str(default)).strip().lower()
    if text not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} is {text!r}. Accepted: True and False.")
    return text in _YES


def read_int(name: str, default: int, least: int) -> int:
    """Return the variable as a whole number of at least ``least``."""
    return _read_number(name, default, least, int, "a whole number")


def read_float(name: str, default: float, least: float) -> float:
    """Return the variable as a number of at least ``least``."""
    return _read_number(name, default, least, float, "a number")


def _read_number(
    name: str, default: Number, least: Number, kind: Callable[[str], Number], what: str
) -> Number:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = kind(text)
    except ValueError:
        value = least - 1
    if not (math.isfinite(value) and value >= least):
        raise ImproperlyConfigured(
            f"{name} is {text!r}. Accepted: {what} from {least}, for instance {default}."
        )
    return value


def read_secret_key(*, debug: bool) -> str:
    """Return SECRET_KEY; refuse to run a public server without one."""
    key = read_text("SECRET_KEY")
    if key and key != EXAMPLE_KEY:
        return key
    if debug:
        return "development-only-" + "x" * 50
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or still has the example value. Set it to a long random value, for instance from "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'. "
        "To try the project on this machine, run scripts/run (or scripts/database start), which needs no variables."
    )


def read_hosts(*, open_to_this_machine: bool) -> list[str]:
    """Return ALLOWED_HOSTS; refuse to run a public server without any host name."""
    hosts = read_words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if open_to_this_machine else [])
    if not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is empty. List the host names of the server, "
            "for instance ALLOWED_HOSTS=maps.example.org,localhost."
        )
    return hosts


def read_postgres_options() -> dict[str, str]:
    """Parse PG_OPTIONS (``-c name=value -c name=value``) into settings applied to each transaction.

    PgBouncer in transaction mode rejects or loses start-up options, so they are never sent as such.
    """
    words = read_text("PG_OPTIONS").split()
    options: dict[str, str] = {}
    while words:
        word = words.pop(0)
        assignment = (
            words.pop(0) if word in {"-c", "--"} and words else word.removeprefix("-c").removeprefix("--")
        )
        name, equals, value = assignment.partition("=")
        if not equals or not name.replace("_", "").replace(".", "").isalnum():
            raise ImproperlyConfigured(
                f"PG_OPTIONS contains {assignment!r}. Accepted: settings of the form '-c name=value', "
                "for instance PG_OPTIONS='-c statement_timeout=5000'."
            )
        options[name] = value
    return options


def read_folder(name: str, default: Path) -> Path:
    """Return the variable as a folder; a relative path is resolved in the project's folder."""
    return ROOT / (read_text(name).strip() or default)


def find_library(variable: str, name: str, wheel: str) -> str | None:
    """Return the path of a C library that GeoDjango loads, or None to use the system's.

    The environment variable comes first, then the library inside the Python package ``wheel``, which is locked and
    therefore the same on every machine (Debian 12's GDAL is too old to be kept from opening network addresses).
    """
    if path := read_text(variable):
        return path
    spec = importlib.util.find_spec(wheel)  # locates the package without importing it
    if spec is None or spec.origin is None:
        return None
    bundled = Path(spec.origin).parent.parent / f"{wheel}.libs"
    return next((str(path) for path in sorted(bundled.glob(f"lib{name}-*.so*"))), None)


def read_home_view(name: str) -> str:
    """Return what the viewer shows first: a view, bounds in degrees, a building or a place; empty: the whole map."""
    text = read_text(name).strip()
    if not text or re.fullmatch(r"building:.+|(room|space|point|occupant):[0-9]{1,18}", text):
        return text
    try:
        numbers = [float(number) for number in text.split(",")]
    except ValueError:
        numbers = []
    match numbers:
        case [longitude, latitude, zoom] if abs(longitude) <= 180 and abs(latitude) <= 90 and 0 <= zoom <= 23:
            return text
        case [west, south, east, north] if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return text
    raise ImproperlyConfigured(
        f"{name} is {text!r}. Accepted: longitude,latitude,zoom; west,south,east,north; building:NAME; or a place as"
        " the viewer's address has it, for instance space:12."
    )
