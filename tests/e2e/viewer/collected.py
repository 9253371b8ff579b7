"""The project's settings, with static files collected into a folder of the test's own."""

import os
from pathlib import Path

from interactive_maps_backend_config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["COLLECTED_FOLDER"])

# Only the viewer's own: those of others take long to compress, and are of no interest here.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [Path(__file__).resolve().parents[3] / "interactive_maps/viewer/static"]
