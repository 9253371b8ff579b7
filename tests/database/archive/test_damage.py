"""An archive that is not what was written is refused, and the map that is there stays as it is."""

import hashlib
import json
import subprocess
import zipfile

import pytest

from interactive_maps.mapdata.archive.archive_error import ArchiveError
from interactive_maps.mapdata.archive.container import find_dump, unpack
from tests.database.archive.maps import check, restore


def read_everything(file):
    with unpack(file) as (manifest, folder):
        return manifest, [find_dump(folder, table).read_bytes() for table in manifest.dumps]


def test_an_archive_that_is_cut_off_is_refused_wherever_it_is_cut(archive, tmp_path):
    data, file = archive.read_bytes(), tmp_path / "cut.imb"
    for length in {
        0,
        1,
        4,
        22,
        100,
        *range(0, len(data), len(data) // 50),
        *range(len(data) - 25, len(data)),
    }:
        file.write_bytes(data[:length])
        with pytest.raises(ArchiveError, match="is not a map archive, or it is damaged or truncated"):
            read_everything(file)


def test_a_flipped_bit_is_refused_or_changes_nothing(archive, tmp_path):
    data, file, harmless = archive.read_bytes(), tmp_path / "flipped.imb", 0
    whole = read_everything(archive)
    positions = {*range(0, len(data), len(data) // 150), *range(len(data) - 600, len(data), 3), *range(80)}
    for position in positions:
        file.write_bytes(data[:position] + bytes([data[position] ^ 1 << position % 8]) + data[position + 1 :])
        try:
            assert read_everything(file) == whole, f"byte {position}"
            harmless += 1  # a date, or what some other system would want to know of a file
        except ArchiveError:
            continue
    assert harmless < len(positions) // 3


def rewrite(archive, file, change=None, **members):
    """Write a copy of the archive with a changed manifest or other members, whose checksums are right."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = members.get(name.removesuffix(".dump"), old.read(name))
            if name == "manifest.json" and change:
                values = json.loads(content)
                change(values)
                content = json.dumps(values)
            new.writestr(name, content)
    return file


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda archive, file: file, "No such file"),
        (lambda archive, file: file.mkdir() or file, "Is a directory"),
        (lambda archive, file: file.write_text("-- a dump in SQL") and file, "not a map archive"),
        (lambda archive, file: rewrite(archive, file, lambda m: m.update(format=2)), "has format 2"),
        (lambda archive, file: rewrite(archive, file, lambda m: m.pop("layers")), "not a map archive"),
        (lambda archive, file: rewrite(archive, file, room_points=b"PGDMP"), "does not match its checksum"),
        (
            lambda archive, file: rewrite(
                archive, file, lambda m: m["dumps"].update({"../x": m["dumps"]["base_floor"]})
            ),
            "is not a map table",
        ),
    ],
)
def test_what_is_no_archive_of_ours_is_refused(untouched, filled, archive, tmp_path, make, reason):
    with pytest.raises(ArchiveError, match=reason):
        restore(filled, make(archive, tmp_path / "odd.imb"), overwrite=True)


@pytest.mark.parametrize("what", ["a row changed", "a row missing", "an unreadable dump"])
def test_data_that_is_not_what_was_backed_up_is_rolled_back(
    untouched, filled, archive, empty_database, tmp_path, what
):
    if what == "an unreadable dump":
        dump = b"PGDMP but nothing else"
    else:
        change = {
            "a row changed": "UPDATE base_floor SET wkb_geometry = ST_Translate(wkb_geometry, 1e-13, 0)"
            " WHERE ogc_fid = 7",
            "a row missing": "DELETE FROM base_floor WHERE ogc_fid = 7",
        }[what]
        with unpack(archive) as (_, folder):
            subprocess.run(
                [
                    "pg_restore",
                    "--no-owner",
                    f"--dbname={empty_database.name}",
                    str(find_dump(folder, "base_floor")),
                ],
                env=empty_database.make_environment(),
                check=False,  # the triggers' function is not in it
                capture_output=True,
            )
        empty_database.run(change)
        dump = subprocess.run(
            ["pg_dump", "-Fc", "-t", "base_floor"],
            env=empty_database.make_environment(),
            check=True,
            capture_output=True,
        ).stdout
    mark = {"size": len(dump), "sha256": hashlib.sha256(dump).hexdigest()}
    file = rewrite(archive, tmp_path / "x.imb", lambda m: m["dumps"].update(base_floor=mark), base_floor=dump)
    reason = (
        "pg_restore cannot read" if what == "an unreadable dump" else "base_floor does not match its backup"
    )
    with pytest.raises(ArchiveError, match=reason):
        check(filled, file)
    with pytest.raises(ArchiveError, match=reason):
        restore(filled, file, overwrite=True)


def test_checking_reads_all_and_touches_nothing(untouched, filled, archive):
    assert check(filled, archive).layers["rooms"].fingerprint.rows == 1234
    left_open = filled.fetch(
        "SELECT query FROM pg_stat_activity WHERE state LIKE 'idle in%' AND datname = current_database()"
    )
    assert left_open == []
