"""Django's ``migrate``, which ends by adopting the map tables as they are now.

Tables come and go without Django: ``ogr2ogr -overwrite`` drops them with their triggers and indexes, so that one
adoption, recorded as done, would not last.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connection, transaction
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.utils import ProgrammingError

from interactive_maps.mapdata.adoption import adopt_tables


class Command(migrate.Command):
    """Migrate and adopt; a role that may only read is told what it does without."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations, then adopt."""
        try:
            super().handle(*args, **options)
        except (MigrationSchemaMissing, ProgrammingError) as error:
            self.stdout.write(f"The migrations were not run: {str(error).strip()}.")
        if options["plan"] or options["check_unapplied"]:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            problems = adopt_tables(cursor)
        for problem in problems:
            self.stdout.write(self.style.WARNING(problem))
        if problems:
            self.stdout.write(
                "The map is served as it is. Run migrate as the owner of the tables to mend the above."
            )
