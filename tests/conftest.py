"""What holds for all tests."""

from hypothesis import settings

settings.register_profile(
    "untimed", deadline=None
)  # no test is one of time: machines are busy with other things
settings.load_profile("untimed")
