"""Sheets as PDF and as SVG."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from interactive_maps.signs.printing.sheet import CARD_HEIGHT, CARD_WIDTH, HEIGHT, POINT, WIDTH, PlacedCard

FONT = "sign"
_USUAL = "Vera.ttf"  # comes with ReportLab: Latin letters
_GREY = "#999999"


class UnusableFont(ValueError):
    """A font file cannot be used."""


def load_font(path: Path | None) -> None:
    """Use the TrueType font in a file for all texts; without one, Bitstream Vera. Raises UnusableFont."""
    try:
        pdfmetrics.registerFont(TTFont(FONT, str(path) if path else _USUAL))
    except (TTFError, OSError) as error:
        raise UnusableFont(f"{path} is not a TrueType font that can be embedded: {error}") from None


def measure_text(text: str, size: float) -> float:
    """Return the width of a text in millimetres."""
    return float(pdfmetrics.stringWidth(text, FONT, size) / mm)


def find_missing(texts: Iterable[str]) -> str:
    """Return the characters that the font lacks, in order."""
    known = pdfmetrics.getFont(FONT).face.charToGlyph
    return "".join(
        sorted({sign for text in texts for sign in text if ord(sign) not in known and not sign.isspace()})
    )


def draw_pdf(pages: Sequence[Sequence[PlacedCard]]) -> bytes:
    """Return the pages as PDF."""
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(WIDTH * mm, HEIGHT * mm), invariant=True)
    canvas.setTitle("Signs")
    for page in pages:
        for card in page:
            canvas.setStrokeColor(_GREY)
            canvas.setLineWidth(0.25)
            canvas.rect(card.x * mm, _flip(card.y + CARD_HEIGHT), CARD_WIDTH * mm, CARD_HEIGHT * mm)
            for x, y, width, height in card.bars:
                canvas.rect(x * mm, _flip(y + height), width * mm, height * mm, stroke=0, fill=1)
            for text in card.texts:
                canvas.setFont(FONT, text.size)
                canvas.drawString(text.x * mm, _flip(text.y), text.text)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def _flip(y: float) -> float:
    return float((HEIGHT - y) * mm)


def draw_svg(page: Sequence[PlacedCard]) -> bytes:
    """Return a page as SVG; its texts use the fonts of who looks at it."""
    size = {"width": f"{WIDTH:g}mm", "height": f"{HEIGHT:g}mm", "viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}"}
    root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})
    ElementTree.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#fff"})
    for card in page:
        group = ElementTree.SubElement(root, "g")
        frame = {"x": card.x, "y": card.y, "width": CARD_WIDTH, "height": CARD_HEIGHT}
        outline = {name: f"{value:.3f}" for name, value in frame.items()}
        style = {"fill": "none", "stroke": _GREY, "stroke-width": "0.1"}
        ElementTree.SubElement(group, "rect", outline | style)
        drawn = "".join(
            f"M{x:.3f} {y:.3f}h{width:.3f}v{height:.3f}h{-width:.3f}z" for x, y, width, height in card.bars
        )
        ElementTree.SubElement(group, "path", {"d": drawn, "shape-rendering": "crispEdges"})
        for text in card.texts:
            where = {"x": f"{text.x:.3f}", "y": f"{text.y:.3f}", "font-size": f"{text.size * POINT:.3f}"}
            drawn_text = ElementTree.SubElement(group, "text", where | {"font-family": "sans-serif"})
            drawn_text.text = text.text
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
