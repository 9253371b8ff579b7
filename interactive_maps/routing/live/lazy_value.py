"""A value that is expensive to make, and that only some requests need."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from interactive_maps.ops import deadlines

Value = TypeVar("Value")


class LazyValue(Generic[Value]):
    """A value that the first caller makes while all others wait for it. Safe to share between threads."""

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[Value] | None = None

    def get(self) -> Value:
        """Return the value; the time that it takes to make does not count towards a request's deadline."""
        if self._made is None:
            with deadlines.get_current().suspended(), self._lock:
                if self._made is None:
                    self._made = (self._make(),)
        return self._made[0]
