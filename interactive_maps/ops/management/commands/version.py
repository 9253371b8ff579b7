"""``manage.py version``: which version of the project this is."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from interactive_maps import VERSION


class Command(BaseCommand):
    """Print the version, and nothing else, for scripts to read."""

    help = "Print the version of the project. The database is not needed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the version."""
        self.stdout.write(VERSION)
