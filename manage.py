#!/usr/bin/env python
"""Django's command line; `scripts/manage` runs it in the project's environment and database."""

import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, execute_from_command_line
from django.db.utils import OperationalError


def run_command(arguments: list[str]) -> None:
    """Run the command that the arguments name. Prefer our ``version`` command to Django's."""
    if arguments[1:2] == ["version"]:
        django.setup()
        ManagementUtility(arguments).fetch_command("version").run_from_argv(arguments)
    else:
        execute_from_command_line(arguments)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
    try:
        settings.DEBUG  # noqa: B018  -- read first, so that what is wrong with a setting is one sentence
    except ImproperlyConfigured as error:
        sys.exit(f"Not started: {error}")
    try:
        run_command(sys.argv)
    # For Django's own commands; the project's commands explain the error themselves.
    except OperationalError as error:
        from interactive_maps.mapdata.database.connection_errors import explain_connection_error

        sys.exit(str(explain_connection_error(error)))
