"""The sentences of directions that a simple router needs, in all languages: one wording with and without a server."""

from __future__ import annotations

from interactive_maps.routing.directions.texts import list_level_changes, open_catalogue
from interactive_maps.texts.languages import LANGUAGES

_SENTENCES = (
    "start at {name}",
    "go straight on",
    "leave {name}",
    "enter {name}",
    "the building",
    "arrive at {name}",
    "your destination",
    "level {number}",
)


def list_sentences() -> dict[str, dict[str, str]]:
    """Return by language the translation of each sentence, by its English text."""
    texts = (*_SENTENCES, *list_level_changes())
    return {
        language: {text: open_catalogue(language).gettext(text) for text in texts} for language in LANGUAGES
    }
