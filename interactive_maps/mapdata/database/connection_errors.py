"""Connection errors of PostgreSQL, classified: an unreachable server, or a server that refuses the login.

libpq provides no SQLSTATE before a login succeeds, so only the text distinguishes the cases. Messages of a server
begin with a severity and two spaces, in any language. Unrecognised messages count as unreachable and are quoted.
"""

from __future__ import annotations

import re

import psycopg

from interactive_maps.ops.errors import DatabaseAway, DatabaseRefused

# Missing permissions of the role, or of all roles on this server.
FORBIDDEN = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
# "connection failed: connection to server at "db" (10.0.0.5), port 5432 failed: FATAL:  ..."
_PREFIX = re.compile(
    r"^(?:connection (?:failed|is bad|timeout expired): )?connection to server "
    r'(?:at "(?P<host>[^"]*)"(?: \([^)]*\))?, port (?P<port>\d+)'
    r'|on socket "(?P<socket>[^"]*)") failed: ',
    re.DOTALL,
)
_SAID_BY_SERVER = re.compile(r"^\w+:  ")
# Temporary refusals of a server or a pooler.
_FOR_NOW = re.compile(
    r"the database system is|too many|connection slots|not currently accepting|shut\s?down|terminat"
    r"|query_wait_timeout|server_login_retry|cannot connect|server login has been failing|server conn crashed"
    r"|pause|timeout",
    re.IGNORECASE,
)
# libpq's own messages about a reachable server.
_SAID_BY_CLIENT = re.compile(
    r"no password supplied|SSL was required|does not support SSL|SSL error|certificate|authentication method|SCRAM",
    re.IGNORECASE,
)
_HINTS = (
    (re.compile(r'database "[^"]*" does not exist|no such database', re.I), "create it, or set POSTGRES_DB"),
    (
        re.compile(r"SSL|encryption", re.I),
        "see PGSSLMODE and the server's pg_hba.conf for the required encryption",
    ),
    (re.compile(r"pg_hba\.conf", re.I), "see the server's pg_hba.conf for the allowed logins"),
    (re.compile(r"permission denied for database", re.I), "grant the right with GRANT CONNECT"),
    (
        re.compile(r"password|authentication|role|user", re.I),
        "see POSTGRES_USER and POSTGRES_PASSWORD",
    ),
)


def find_cause(error: BaseException) -> psycopg.Error | None:
    """Return the psycopg error behind ``error``, which may be Django's wrapper."""
    if isinstance(error, psycopg.Error):
        return error
    return error.__cause__ if isinstance(error.__cause__, psycopg.Error) else None


def explain_connection_error(error: BaseException) -> DatabaseAway:
    """Return an OperationalError as DatabaseRefused or DatabaseAway, with a sentence for operators."""
    cause = find_cause(error)
    text = str(cause or error).strip()
    if cause is not None and cause.sqlstate is not None:  # the login had succeeded
        return DatabaseAway(f"The database connection was lost: {_first_line(text)}.")
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
    """Return whether libpq's ``text``, with or without an address, means that a server refused the login."""
    text = _PREFIX.sub("", text.strip())
    if _SAID_BY_SERVER.match(text):
        return not _FOR_NOW.search(text)
    return bool(_SAID_BY_CLIENT.search(text))


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0].strip().rstrip(".") if text.strip() else "no reason given"
