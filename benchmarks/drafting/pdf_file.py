"""A hand-written PDF file: everything that plotters of plans write, to test readers with."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# Letters by code point, without a font: readers get the text, but it is invisible.
_CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    "1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
    "endcmap end end"
)


def write_name(text: str) -> str:
    """Return a string object for any letters."""
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


@dataclass(slots=True)
class PdfFile:
    """A file under construction; ``layers`` become optional content groups, those in ``hidden`` are off."""

    layers: list[str] = field(default_factory=list)
    hidden: frozenset[str] = frozenset()
    objects: list[bytes] = field(default_factory=list)
    _pages: list[int] = field(default_factory=list)

    def add(self, body: bytes | str) -> int:
        """Add an object, and return its number."""
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def add_stream(self, content: bytes | str, entries: str = "") -> int:
        """Add a compressed stream."""
        packed = zlib.compress(content.encode("latin-1") if isinstance(content, str) else content)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>\nstream\n".encode("latin-1")
        return self.add(head + packed + b"\nendstream")

    def add_font(self) -> int:
        """Add a font that writes every letter by its code point, all 0.55 of its size wide."""
        unicode = self.add_stream(_CMAP)
        descriptor = self.add(
            "<< /Type /FontDescriptor /FontName /Plan /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0"
            " /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
        )
        inner = self.add(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plan /DW 550"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {descriptor} 0 R >>"
        )
        return self.add(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Plan /Encoding /Identity-H"
            f" /DescendantFonts [{inner} 0 R] /ToUnicode {unicode} 0 R >>"
        )

    def add_page(self, content: bytes | str, size: tuple[float, float], entries: str = "") -> None:
        """Add a page; its resources are the font ``F``, the layers ``L0``, ``L1`` and so on, and ``entries``."""
        stream = self.add_stream(content)
        font = self.add_font()
        width, height = size
        self._pages.append(
            self.add(
                f"<< /Type /Page /Parent @PAGES@ 0 R /MediaBox [0 0 {width:g} {height:g}] /Contents {stream} 0 R"
                f" /Resources << /Font << /F {font} 0 R >> /Properties << @LAYERS@ >> @RESOURCES@ >> {entries} >>"
            )
        )

    def build(self, resources: str = "", catalogue: str = "", trailer: str = "") -> bytes:
        """Return the file; ``resources`` are added to every page, ``catalogue`` and ``trailer`` to these objects."""
        groups = [self.add(f"<< /Type /OCG /Name {write_name(name)} >>") for name in self.layers]
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        pages = self.add(f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>")
        listed = " ".join(f"{group} 0 R" for group in groups)
        off = " ".join(
            f"{group} 0 R" for group, name in zip(groups, self.layers, strict=True) if name in self.hidden
        )
        content = f"/OCProperties << /OCGs [{listed}] /D << /OFF [{off}] >> >>" if groups else ""
        root = self.add(f"<< /Type /Catalog /Pages {pages} 0 R {content} {catalogue} >>")
        properties = " ".join(f"/L{index} {group} 0 R" for index, group in enumerate(groups))
        filled = [
            body.replace(b"@PAGES@", str(pages).encode())
            .replace(b"@LAYERS@", properties.encode())
            .replace(b"@RESOURCES@", resources.encode("latin-1"))
            for body in self.objects
        ]
        return _assemble(filled, root, trailer)


def _assemble(objects: list[bytes], root: int, trailer: str) -> bytes:
    parts, offsets, length = [_HEADER], [], len(_HEADER)
    for number, body in enumerate(objects, 1):
        offsets.append(length)
        parts.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        length += len(parts[-1])
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    parts.append(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {len(objects) + 1} /Root {root} 0 R {trailer} >>\nstartxref\n{length}\n%%EOF\n".encode(
            "latin-1"
        )
    )
    return b"".join(parts)
