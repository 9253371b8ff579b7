"""A value that only some need is made once, by the first who asks."""

import threading
import time

import pytest

from interactive_maps.routing.live.lazy_value import LazyValue


def test_threads_that_ask_at_once_get_the_value_that_one_of_them_made():
    made = []

    def make():
        time.sleep(0.05)
        made.append(object())
        return made[-1]

    value, got = LazyValue(make), []
    threads = [threading.Thread(target=lambda: got.append(value.get())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert got == made * 8


def test_nothing_is_a_value_too():
    made = []
    value = LazyValue(lambda: made.append(1))
    assert value.get() is None
    assert value.get() is None
    assert made == [1]


def test_what_could_not_be_made_is_tried_again():
    numbers = iter([0, 2])
    value = LazyValue(lambda: 1 // next(numbers))
    with pytest.raises(ZeroDivisionError):
        value.get()
    assert value.get() == 0
