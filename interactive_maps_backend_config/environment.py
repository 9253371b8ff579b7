"""Where settings come from: the process environment, then ``.env``, then the private development database.

Everything is read through here into named values, with one clear sentence for what cannot be meant;
``settings.py`` only arranges them for Django.
"""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from interactive_maps.ops.limits.rates import Rate, parse_rate

ROOT = Path(__file__).resolve().parent.parent
# Written by scripts/database, in the folder that the same variable gives to it.
PRIVATE_DATABASE = ROOT / (os.environ.get("DATABASE_HOME") or "var") / "database.env"
EXAMPLE_KEY = "your-secret-key-change-in-production"  # the deployment guide's

Number = TypeVar("Number", int, float)
_YES, _NO = {"true", "1", "yes", "on", "y", "t"}, {"false", "0", "no", "off", "n", "f", ""}

if (ROOT / ".env").is_file():
    environ.Env.read_env(ROOT / ".env")

uses_private_database = not os.environ.get("POSTGRES_HOST") and PRIVATE_DATABASE.is_file()
if uses_private_database:
    environ.Env.read_env(PRIVATE_DATABASE, overwrite=True)


def read_text(name: str, default: str = "") -> str:
    """Return the variable as it is."""
    return os.environ.get(name, default)


def read_words(name: str, default: list[str]) -> list[str]:
    """Return the variable's words, separated by commas."""
    if name not in os.environ:
        return default
    return [word for part in os.environ[name].split(",") if (word := part.strip())]


def read_addresses(name: str, default_port: int) -> list[tuple[str, int]]:
    """Return the variable's addresses, ``host`` or ``host:port``, separated by commas."""
    addresses = []
    for word in read_words(name, []):
        host, colon, port = word.rpartition(":")
        if not colon:
            host, port = word, str(default_port)
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            raise ImproperlyConfigured(
                f"{name} has {word!r}; accepted is host or host:port, for instance replica1:5432,replica2:5432."
            )
        addresses.append((host, int(port)))
    return addresses


def read_networks(name: str, default: list[str]) -> list[IPv4Network | IPv6Network]:
    """Return the variable's networks, ``address`` or ``address/bits``, separated by commas."""
    try:
        return [ip_network(word) for word in read_words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}: {error}; accepted are networks, for instance 10.0.0.0/8,::1."
        ) from None


def read_origins(name: str) -> list[str]:
    """Return the variable's origins, ``https://host`` or ``https://host:port``, or ``*``, separated by commas."""
    origins = read_words(name, [])
    for origin in origins:
        parts = urlsplit(origin)
        if origin != "*" and (
            parts.scheme not in {"http", "https"} or origin != f"{parts.scheme}://{parts.netloc}"
        ):
            raise ImproperlyConfigured(
                f"{name} has {origin!r}; accepted are * and origins, for instance https://www.example.org."
            )
    return origins


def read_rate(name: str, default: str) -> Rate | None:
    """Return the variable as a number of requests in a time, None where it is empty."""
    text = read_text(name, default).strip()
    try:
        return parse_rate(text) if text else None
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is {text!r}; accepted is COUNT/second, /minute, /hour or /day, for instance {default}, "
            "or nothing for no limit."
        ) from None


def read_redis(name: str) -> str:
    """Return the variable as the address of a Redis, empty where there is none."""
    address = read_text(name).strip()
    if address and urlsplit(address).scheme not in {"redis", "rediss", "unix"}:
        # The value itself is not repeated: it may hold a password.
        raise ImproperlyConfigured(
            f"{name} is no address of a Redis; accepted is for instance redis://host:6379/0."
        )
    return address


def read_flag(name: str, *, default: bool) -> bool:
    """Return whether the variable says yes."""
    text = os.environ.get(name, str(default)).strip().lower()
    if text not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} is {text!r}; accepted are True and False.")
    return text in _YES


def read_int(name: str, default: int, least: int) -> int:
    """Return the variable as a whole number that is at least ``least``."""
    return _read_number(name, default, least, int, "a whole number")


def read_float(name: str, default: float, least: float) -> float:
    """Return the variable as a number that is at least ``least``."""
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
            f"{name} is {text!r}; accepted is {what} from {least}, for instance {default}."
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
        "SECRET_KEY is missing or still the example: set it to a long random value, for instance from "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'. "
        "For a trial on this machine run scripts/run (or scripts/database start), which needs no variables."
    )


def read_hosts(*, open_to_this_machine: bool) -> list[str]:
    """Return ALLOWED_HOSTS; refuse to run a public server that answers to no name."""
    hosts = read_words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if open_to_this_machine else [])
    if not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is empty: name the hosts that the server answers to, "
            "for instance ALLOWED_HOSTS=maps.example.org,localhost."
        )
    return hosts


def read_postgres_options() -> dict[str, str]:
    """Parse PG_OPTIONS (``-c name=value -c name=value``) into settings applied to each transaction.

    PgBouncer in transaction mode refuses or loses start-up options, so they are never sent as such.
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
                f"PG_OPTIONS has {assignment!r}, which is not of the form '-c name=value', "
                "for instance PG_OPTIONS='-c statement_timeout=5000'."
            )
        options[name] = value
    return options


def read_folder(name: str, default: Path) -> Path:
    """Return the variable as a folder; a relative one lies in the project's."""
    return ROOT / (read_text(name).strip() or default)


def find_library(variable: str, name: str, wheel: str) -> str | None:
    """Return the path of a C library that GeoDjango loads; None lets it look for the system's own.

    In order: what the environment variable says, then the one inside the Python package ``wheel``, which is locked
    and therefore the same on every machine (Debian 12's GDAL is too old to be kept from opening network addresses).
    """
    if path := read_text(variable):
        return path
    spec = importlib.util.find_spec(wheel)  # finds the package without importing it
    if spec is None or spec.origin is None:
        return None
    bundled = Path(spec.origin).parent.parent / f"{wheel}.libs"
    return next((str(path) for path in sorted(bundled.glob(f"lib{name}-*.so*"))), None)
