"""The lines of a drawing by layer, for the preview."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DrawnLayer:
    """The lines of one layer; ``segments`` (n, 4) are longitude and latitude of both ends."""

    name: str
    segments: NDArray[np.float64]
