"""PDFs made to harm end in a sentence, within the bounds of the process that reads them."""

import pytest

from benchmarks.drafting.pdf_file import PdfFile
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.pdfium import extraction
from interactive_maps.importing.supervision import child_process
from tests.unit.importing.formats.pdf.pages import flat, page

_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 100 100]"


def _forms_in_forms(fan, deep):
    """Return a page of some hundred bytes that shows ``fan ** deep`` lines."""
    file = PdfFile()
    form = file.add_stream("0 0 m 9 9 l S", _FORM)
    for _ in range(deep):
        form = file.add_stream("/A Do " * fan, f"{_FORM} /Resources << /XObject << /A {form} 0 R >> >>")
    file.add_page("/A Do", (100, 100))
    return file.build(f"/XObject << /A {form} 0 R >>")


def _form_in_itself():
    file = PdfFile()
    form = len(file.objects) + 1
    file.add_stream("/A Do /A Do 0 0 m 9 9 l S", f"{_FORM} /Resources << /XObject << /A {form} 0 R >> >>")
    file.add_page("/A Do", (100, 100))
    return file.build(f"/XObject << /A {form} 0 R >>")


def _bomb():
    file = PdfFile()
    file.add_page(b"0 0 m 1 1 l S\n" * 4_000_000, (100, 100))  # 56 MB in 60 kB
    return file.build()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: _forms_in_forms(12, 6), marks=pytest.mark.nightly, id="forms"),
        pytest.param(_form_in_itself, id="itself"),
        pytest.param(_bomb, marks=pytest.mark.nightly, id="bomb"),
    ],
)
def test_it_ends_in_a_sentence(make, tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "PATIENCE_SECONDS", 40.0)
    path = tmp_path / "harm.pdf"
    path.write_bytes(make())
    with pytest.raises(
        InputError, match=r"harm\.pdf: .*(memory|crashes|--max-entities|took longer|processor)"
    ):
        read_plan(path, ReadOptions(units="1:100"))


def test_a_library_that_hangs_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(child_process, "measure_work", lambda pid: 0.0)
    path = tmp_path / "plan.pdf"
    path.write_bytes(page(*flat()))
    with pytest.raises(InputError, match="took longer"):
        read_plan(path, ReadOptions())


def test_coordinates_beyond_all_measure_are_clipped(tmp_path):
    path, far = tmp_path / "far.pdf", "9" * 30
    path.write_bytes(
        page(*flat(), f"{far} {far} m -{far} 5 l S " * 20, f"{far} 0 m {far}0 9 {far} {far} 0 0 c S")
    )
    assert read_plan(path, ReadOptions(units="1:100")).spaces
