"""A number of requests in a time, and the moving window that holds a client to it inside one process. Pure."""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from dataclasses import dataclass

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(r"([1-9][0-9]{0,8})/(second|minute|hour|day)")


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``count`` requests in any ``seconds``."""

    count: int
    seconds: int

    def __str__(self) -> str:
        units = {seconds: unit for unit, seconds in _SECONDS.items()}
        return f"{self.count} a {units.get(self.seconds, f'{self.seconds} s')}"


def parse_rate(text: str) -> Rate:
    """Return the rate that ``text`` (``600/minute``) means; ValueError for anything else."""
    match = _RATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return Rate(int(match[1]), _SECONDS[match[2]])


class Windows:
    """When each client asked, as far back as ``rate`` looks. Times are in seconds, of any clock."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._times: OrderedDict[str, deque[float]] = (
            OrderedDict()
        )  # who has not asked for longest comes first

    def __len__(self) -> int:
        return len(self._times)

    def count(self, client: str, now: float) -> float:
        """Count a request and return 0.0; or return how many seconds too early it is, and do not count it."""
        times = self._times.get(client)
        if times is None:
            times = self._times[client] = deque(maxlen=self._rate.count)
        if len(times) == self._rate.count and (wait := times[0] + self._rate.seconds - now) > 0:
            return wait
        times.append(now)  # the oldest, which no longer matters, makes room
        self._times.move_to_end(client)
        return 0.0

    def forget_old(self, now: float) -> None:
        """Drop the clients that have not asked for a whole window."""
        start = now - self._rate.seconds
        # Clients are as many as somebody has addresses: those that have asked lately are not looked at.
        while self._times and next(iter(self._times.values()))[-1] <= start:
            self._times.popitem(last=False)
