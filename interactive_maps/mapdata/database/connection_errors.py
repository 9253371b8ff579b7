"""Errors of connections to PostgreSQL, told apart: a server that is away, and one that is there and says no.

libpq gives no SQLSTATE before a login has succeeded, so that only its text tells. What a server itself says begins
with a severity and two spaces, in any language; what is not recognised counts as away, with the words as they are.
"""

from __future__ import annotations

import re

import psycopg

from interactive_maps.ops.errors import DatabaseAway, DatabaseRefused

# What the role may not do, or nobody on this server.
FORBIDDEN = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
# "connection failed: connection to server at "db" (10.0.0.5), port 5432 failed: FATAL:  ..."
_PREFIX = re.compile(
    r"^(?:connection (?:failed|is bad|timeout expired): )?connection to server "
    r'(?:at "(?P<host>[^"]*)"(?: \([^)]*\))?, port (?P<port>\d+)'
    r'|on socket "(?P<socket>[^"]*)") failed: ',
    re.DOTALL,
)
_SAID_BY_SERVER = re.compile(r"^\w+:  ")
# A server, or a pooler, that says so will let us in later.
_FOR_NOW = re.compile(
    r"the database system is|too many|connection slots|not currently accepting|shut\s?down|terminat"
    r"|query_wait_timeout|server_login_retry|cannot connect|server login has been failing|server conn crashed"
    r"|pause|timeout",
    re.IGNORECASE,
)
# Said by libpq itself, of a server that answers.
_SAID_BY_CLIENT = re.compile(
    r"no password supplied|SSL was required|does not support SSL|SSL error|certificate|authentication method|SCRAM",
    re.IGNORECASE,
)
_HINTS = (
    (re.compile(r'database "[^"]*" does not exist|no such database', re.I), "create it, or set POSTGRES_DB"),
    (re.compile(r"SSL|encryption", re.I), "PGSSLMODE and the server's pg_hba.conf say who encrypts"),
    (re.compile(r"pg_hba\.conf", re.I), "the server's pg_hba.conf says who may log in from where"),
    (re.compile(r"permission denied for database", re.I), "GRANT CONNECT gives the role that right"),
    (
        re.compile(r"password|authentication|role|user", re.I),
        "see POSTGRES_USER and POSTGRES_PASSWORD",
    ),
)


def find_cause(error: BaseException) -> psycopg.Error | None:
    """Return psycopg's error behind ``error``, which may be Django's wrapper of it."""
    if isinstance(error, psycopg.Error):
        return error
    return error.__cause__ if isinstance(error.__cause__, psycopg.Error) else None


def explain_connection_error(error: BaseException) -> DatabaseAway:
    """Return an OperationalError in a sentence for whoever runs the server: DatabaseRefused, or DatabaseAway."""
    cause = find_cause(error)
    text = str(cause or error).strip()
    if cause is not None and cause.sqlstate is not None:  # the login had succeeded
        return DatabaseAway(f"The database is away, or gave up: {_first_line(text)}.")
    prefix = _PREFIX.match(text)
    where = ""
    if prefix:
        where = prefix["socket"] or f"{prefix['host']}:{prefix['port']}"
        text = text[prefix.end() :]
    words = _first_line(_SAID_BY_SERVER.sub("", text))
    if is_refusal(text):
        hint = next((f" ({hint})" for pattern, hint in _HINTS if pattern.search(words)), "")
        return DatabaseRefused(
            f"The database{' at ' + where if where else ''} refuses the login: {words}{hint}."
        )
    return DatabaseAway(f"The database cannot be reached{' at ' + where if where else ''}: {words}.")


def is_refusal(text: str) -> bool:
    """Return whether libpq's ``text``, with or without the server's address, tells of a server that says no."""
    text = _PREFIX.sub("", text.strip())
    if _SAID_BY_SERVER.match(text):
        return not _FOR_NOW.search(text)
    return bool(_SAID_BY_CLIENT.search(text))


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0].strip().rstrip(".") if text.strip() else "no reason given"
