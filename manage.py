#!/usr/bin/env python
"""Django's command line: `scripts/manage` runs it in the project's environment and database."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
    execute_from_command_line(sys.argv)
