"""Files of sheets: which ones there will be, and what is written into them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from interactive_maps.mapdata.reading.sign_places import SignPlace
from interactive_maps.ops.atomic_files import share_file, write_atomically
from interactive_maps.signs.printing.drawing import (
    UnusableFont,
    draw_pdf,
    draw_svg,
    find_missing,
    load_font,
    measure_text,
)
from interactive_maps.signs.printing.sheet import PAGE, Card, lay_out

FORMS = (".pdf", ".svg")
_TITLES = {"door": "Door", "lift": "Lift", "hall": "Hall"}


class UnusableFile(ValueError):
    """A file cannot be written; ``str()`` is a sentence."""


class SheetFiles:
    """The files for so many signs: one of PDF, or of SVG one for each page."""

    def __init__(self, file: Path, count: int, *, force: bool, font: Path | None) -> None:
        """Check all that can be refused, before anything is stored. Raises UnusableFile."""
        self._form = file.suffix.lower()
        if self._form not in FORMS:
            raise UnusableFile(f"{file}: accepted are names that end in .pdf or .svg.")
        pages = -(-count // PAGE) if self._form == ".svg" else 1
        self.targets = (
            [file] if pages == 1 else [file.with_stem(f"{file.stem}-{page}") for page in range(1, pages + 1)]
        )
        for target in self.targets:
            if target.exists() and not (force and target.is_file()):
                raise UnusableFile(f"{target} exists: choose another name, or --force to replace it.")
        if not file.parent.is_dir():
            raise UnusableFile(f"{file.parent} is not a folder.")
        try:
            load_font(font)
        except UnusableFont as error:
            raise UnusableFile(f"{error}.") from None

    def write(self, signs: Sequence[tuple[str, str, SignPlace]]) -> str:
        """Write signs of (code, link, place); return the characters that the font lacks. Raises UnusableFile."""
        cards = [write_card(*sign) for sign in signs]
        pages = lay_out(cards, measure_text)
        contents = [draw_pdf(pages)] if self._form == ".pdf" else [draw_svg(page) for page in pages]
        for target, content in zip(self.targets, contents, strict=True):
            try:
                with write_atomically(target) as output:
                    share_file(output)
                    output.write(content)
            except OSError as error:
                raise UnusableFile(f"{target} cannot be written: {error.strerror or error}.") from None
        texts = (text for card in cards for text in (card.title, *card.lines))
        return find_missing(texts) if self._form == ".pdf" else ""


def write_card(code: str, link: str, place: SignPlace) -> Card:
    """Return what the sign of a place says."""
    level = place.level_name or ("" if place.level is None else f"Level {place.level:g}")
    said = place.title.casefold()
    kind, building = _TITLES[place.kind], place.building
    lines = (
        *([kind] if place.name and not said.startswith((kind.casefold(), "entrance")) else ()),
        *([level] if level else ()),
        *([building] if building and building.casefold() not in said else ()),
        code,
    )
    return Card(code, link, _clean(place.title), tuple(map(_clean, lines)))


def _clean(text: str) -> str:
    """Return the text without characters that neither PDF nor XML can hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
