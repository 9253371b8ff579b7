"""Where static files are found, and under which names."""

from __future__ import annotations

from servestatic.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # servestatic has no types
    """Names with a hash of their content, to be kept for ever, once `collectstatic` has run; plain ones before."""

    support_js_module_import_aggregation = True  # modules name each other by their hashed names too

    def stored_name(self, name: str) -> str:
        """Return the name under which the file is asked for."""
        try:
            return str(super().stored_name(name))
        except ValueError:  # not collected
            return name
