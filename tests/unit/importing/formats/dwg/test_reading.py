"""A DWG is read like a DXF; what the library cannot read ends in a sentence, never in its crash."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from interactive_maps.importing.formats import dwg, read_plan
from interactive_maps.importing.formats.dwg import conversion
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.supervision import child_process

DATA = Path(__file__).resolve().parents[6] / "shared" / "data" / "plans"
GROUND = DATA / "azure-contoso-ground" / "Ground.dwg"
needs_plan = pytest.mark.skipif(not GROUND.is_file(), reason="needs ../shared/data/plans")


@pytest.mark.parametrize(
    ("head", "known"), [(b"AC1032\x00", True), (b"AC1015", True), (b"AC2.10", False), (b"0\nSECTION", False)]
)
def test_known_by_its_first_bytes(head, known):
    assert dwg.recognise(head) is known


@pytest.mark.nightly
@needs_plan
def test_a_real_drawing_keeps_layers_texts_and_arcs():
    drawing = dwg.read_linework(GROUND, ReadOptions())
    assert {"A-WALL-EXST", "A-DOOR-EXST", "RM$"} <= {layer.name for layer in drawing.layers}
    assert {text.text for text in drawing.texts} >= {"1300", "Restroom"}
    assert len(drawing.segments) > 20_000
    assert len(drawing.arcs) > 6_000
    assert drawing.header.lunits == 4


@pytest.mark.parametrize(
    "rest", [b"", *(pytest.param(rest, marks=pytest.mark.nightly) for rest in (bytes(200), b"\xff" * 5000))]
)
def test_broken_files_are_refused_in_words(tmp_path, rest):
    path = tmp_path / "broken.dwg"
    path.write_bytes(b"AC1032" + rest)
    with pytest.raises(InputError, match=r"broken\.dwg: .*cannot be read as DWG.*save it") as refused:
        read_plan(path, ReadOptions())
    assert "Traceback" not in str(refused.value)


@needs_plan
def test_a_file_cut_off_is_refused_in_words(tmp_path):
    path = tmp_path / "half.dwg"
    path.write_bytes(GROUND.read_bytes()[:600_000])
    with pytest.raises(InputError, match=r"half\.dwg"):
        read_plan(path, ReadOptions())


@needs_plan
def test_a_library_that_hangs_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(conversion, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(child_process, "measure_work", lambda pid: 0.0)
    with pytest.raises(InputError, match="took longer"):
        dwg.read_linework(GROUND, ReadOptions())


@needs_plan
def test_the_drawing_inside_is_held_to_the_bounds_of_a_dxf():
    options = ReadOptions()
    options = replace(options, limits=replace(options.limits, entities=100))
    with pytest.raises(InputError, match=r"Ground\.dwg: .*100"):
        dwg.read_linework(GROUND, options)


# Writes a drawing whose letters are bytes of a code page, as programs before AutoCAD 2007 did.
_WRITE_OLD = """
import sys
from pathlib import Path
from acadsharp.native import NativeRuntime
target, word, encoding, page = sys.argv[1:]
runtime = NativeRuntime()
document = runtime.type("ACadSharp.CadDocument")(runtime.type("ACadSharp.ACadVersion").AC1015)
raw = word.encode(encoding)
shown = "".join(bytes([one]).decode("cp1252", "ignore") or chr(one) for one in raw)
text = runtime.type("ACadSharp.Entities.TextEntity")()
text.Value, text.Height = shown, 2.5
layer = runtime.type("ACadSharp.Tables.Layer")(shown)
document.Layers.Add(layer)
text.Layer = layer
document.Entities.Add(text)
runtime.write(document, target, format="dwg")
data = bytearray(Path(target).read_bytes())
assert raw in data
data[0x13] = int(page)
Path(target).write_bytes(data)
"""


@pytest.mark.parametrize(
    ("word", "encoding", "page"),
    [
        ("房间", "gbk", 39),
        pytest.param("Кухня", "cp1251", 29, marks=pytest.mark.nightly),  # other alphabets
        pytest.param("회의실", "cp949", 40, marks=pytest.mark.nightly),
    ],
)
def test_letters_of_old_drawings_are_read_by_their_code_page(tmp_path, monkeypatch, word, encoding, page):
    path = tmp_path / "old.dwg"
    command = [sys.executable, "-c", _WRITE_OLD, str(path), word, encoding, str(page)]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)  # the command may run anywhere
    drawing = dwg.read_linework(path, ReadOptions())
    assert [text.text for text in drawing.texts] == [word]
    assert word in {layer.name for layer in drawing.layers}


def test_a_library_that_crashes_ends_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(conversion, "HEAP_BYTES", 4096)  # its runtime cannot even begin
    path = tmp_path / "plan.dwg"
    path.write_bytes(b"AC1032" + bytes(300))
    with pytest.raises(InputError, match=r"plan\.dwg: .*cannot be read as DWG"):
        dwg.read_linework(path, ReadOptions())
