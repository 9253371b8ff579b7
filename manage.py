#!/usr/bin/env python
"""Django's command line: `scripts/manage` runs it in the project's environment and database."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
    try:
        settings.DEBUG  # noqa: B018  -- read first, so that what is wrong with a setting is one sentence
    except ImproperlyConfigured as error:
        sys.exit(f"Not started: {error}")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:  # of Django's own commands; ours say it with what it means for them
        from interactive_maps.mapdata.database.connection_errors import explain_connection_error

        sys.exit(str(explain_connection_error(error)))
