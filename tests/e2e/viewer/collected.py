"""The project's settings, with static files collected into a folder of the test's own."""

import os
from pathlib import Path

from interactive_maps_backend_config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["COLLECTED_FOLDER"])
