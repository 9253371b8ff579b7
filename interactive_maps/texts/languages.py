"""The languages of the page and of directions, in one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ``code`` (BCP 47), its ``name`` in itself, and the ``direction`` of its texts."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"


_ALL = (
    Language("en", "English"),
    Language("de", "Deutsch"),
    Language("fr", "Français"),
    Language("es", "Español"),
    Language("ar", "العربية", "rtl"),
)
LANGUAGES = {language.code: language for language in _ALL}


def choose_language(tags: Iterable[str]) -> str:
    """Return the code of the first of ``tags`` (BCP 47, the most preferred first) that is known, else English."""
    for tag in tags:
        code = tag.replace("_", "-").split("-")[0].strip().lower()
        if code in LANGUAGES:
            return code
    return _ALL[0].code
