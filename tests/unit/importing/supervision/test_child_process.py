"""Child processes: their result is a file, and every other end is a sentence."""

import pytest

from interactive_maps.importing.supervision.child_process import ChildFailed, run_child


def test_a_child_that_writes_its_file_has_succeeded(tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text("[1]")
    run_child("json.tool", ["--compact", str(source), str(target)], target, 60.0, {})
    assert target.read_text().strip() == "[1]"


@pytest.mark.parametrize(
    ("code", "patience", "reason"),
    [
        ("raise ValueError('no drawing')", 60.0, "ValueError: no drawing"),
        ("pass", 60.0, "exit code 0"),
        ("import os; os.abort()", 60.0, "crashes the library"),
        ("import os; os.kill(os.getpid(), 9)", 60.0, "signal 9"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", 60.0, "processor time"),
        ("import time; time.sleep(60)", 0.05, "took longer than 0.05 s"),
    ],
)
def test_every_other_end_is_a_sentence(tmp_path, code, patience, reason):
    with pytest.raises(ChildFailed, match=reason):
        run_child("timeit", ["-n", "1", "-r", "1", code], tmp_path / "missing", patience, {})


def test_a_child_that_works_is_left_its_time(tmp_path):
    target = tmp_path / "done"
    work = f"import time\nwhile time.process_time() < 1.5: pass\nopen({str(target)!r}, 'w').close()"
    run_child("timeit", ["-n", "1", "-r", "1", work], target, 1, {})  # a busy machine may grant it little
    assert target.is_file()
