from pathlib import Path

import pytest

from interactive_maps.demo import production
from interactive_maps.demo.brief import Brief
from interactive_maps.demo.design.layout import lay_out
from interactive_maps.demo.folder import DemoFolder


@pytest.mark.parametrize("hash_seed", ["1", "4"])  # orders of sets that are known to differ
def test_drawn_on_many_cores_the_bytes_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hash_seed: str
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", hash_seed)
    building = lay_out(Brief(2, 16))
    written = []
    for name, rooms_for_pool in (("one", 17), ("many", 16)):
        monkeypatch.setattr(production, "ROOMS_FOR_POOL", rooms_for_pool)
        folder = DemoFolder(tmp_path / name)
        folder.prepare([])
        sizes = list(production.draw_building(building, folder))
        written.append([path.read_bytes() for path in sorted(folder.path.iterdir())])
        assert sizes == [len(content) for content in written[-1]]
    assert len(written[0]) == 2
    assert written[0] == written[1]
