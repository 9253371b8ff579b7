"""Where settings come from: the process environment, then ``.env``, then the private development database.

Everything is read here, once, into named values; ``settings.py`` only arranges them for Django.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
PRIVATE_DATABASE = ROOT / "var" / "database.env"  # written by scripts/database

env = environ.Env()

if (ROOT / ".env").is_file():
    env.read_env(ROOT / ".env")

uses_private_database = not os.environ.get("POSTGRES_HOST") and PRIVATE_DATABASE.is_file()
if uses_private_database:
    env.read_env(PRIVATE_DATABASE, overwrite=True)


def read_secret_key(*, debug: bool) -> str:
    """Return SECRET_KEY; refuse to run a public server without one."""
    key: str = env.str("SECRET_KEY", default="")
    if key and key != "your-secret-key-change-in-production":
        return key
    if debug:
        return "development-only-" + "x" * 50
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or still the example: set it to a long random value, for instance from "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'. "
        "For a trial on this machine run scripts/run (or scripts/database start), which needs no variables."
    )


def read_postgres_options(text: str) -> dict[str, str]:
    """Parse PG_OPTIONS (``-c name=value -c name=value``) into settings applied to each transaction.

    PgBouncer in transaction mode refuses or loses start-up options, so they are never sent as such.
    """
    words = text.split()
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


def find_library(variable: str, name: str, wheel: str) -> str | None:
    """Return the path of a C library that GeoDjango loads; None lets it look for the system's own.

    In order: what the environment variable says, then the one inside the Python package ``wheel``, which is locked
    and therefore the same on every machine (Debian 12's GDAL is too old to be kept from opening network addresses).
    """
    if path := env.str(variable, default=""):
        return str(path)
    spec = importlib.util.find_spec(wheel)  # finds the package without importing it
    if spec is None or spec.origin is None:
        return None
    bundled = Path(spec.origin).parent.parent / f"{wheel}.libs"
    return next((str(path) for path in sorted(bundled.glob(f"lib{name}-*.so*"))), None)
