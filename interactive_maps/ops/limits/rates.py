"""Request rates, and the sliding window that enforces them within one process. Pure."""

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
    """Return the rate that ``text`` (such as ``600/minute``) describes. Raises ValueError for anything else."""
    match = _RATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return Rate(int(match[1]), _SECONDS[match[2]])


class Windows:
    """Times of each client's requests within ``rate``'s window. Times are in seconds, of any clock."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._times: OrderedDict[str, deque[float]] = OrderedDict()  # the least recent client first

    def __len__(self) -> int:
        return len(self._times)

    def count(self, client: str, now: float) -> float:
        """Count a request and return 0.0. Over the limit, return the seconds to wait and do not count it."""
        times = self._times.get(client)
        if times is None:
            times = self._times[client] = deque(maxlen=self._rate.count)
        if len(times) == self._rate.count and (wait := times[0] + self._rate.seconds - now) > 0:
            return wait
        times.append(now)  # the oldest time has left the window
        self._times.move_to_end(client)
        return 0.0

    def forget_old(self, now: float) -> None:
        """Forget clients without a request for a whole window."""
        start = now - self._rate.seconds
        # Attackers may use many addresses, so only expired clients are examined.
        while self._times and next(iter(self._times.values()))[-1] <= start:
            self._times.popitem(last=False)
