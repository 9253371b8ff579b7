"""``manage.py version``: the version of the project."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from interactive_maps import VERSION


class Command(BaseCommand):
    """Prints the version and nothing else, for use in scripts."""

    help = "Print the version of the project. Needs no database."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the version."""
        self.stdout.write(VERSION)
