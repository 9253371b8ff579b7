"""Archives as JSON values, and commands as their user runs them."""

from __future__ import annotations

import json
import zipfile
from io import StringIO
from pathlib import Path, PurePosixPath

from django.core.management import call_command

from interactive_maps.importing.draft.publishing import to_rows
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.options import ReadOptions
from interactive_maps.mapdata.edits import publish
from interactive_maps.mapdata.edits.rows import Mode

DATA = Path(__file__).parents[4] / "shared" / "data"
POLYTECH = DATA / "imdf" / "spbstu-polytech" / "IMDFData.zip"
DRESDEN = DATA / "osm" / "tu-dresden-apb" / "APBorig.osm.pbf"


def read_collections(path):
    """Return {collection: {id: feature}}; the manifest is the collection ``manifest``, as it is."""
    collections = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            member = PurePosixPath(name)
            if "__MACOSX" in member.parts or member.suffix not in {".json", ".geojson"}:
                continue
            document = json.loads(archive.read(name))
            if member.name == "manifest.json":
                collections["manifest"] = document
            elif document["features"]:
                collections[member.stem] = {feature["id"]: feature for feature in document["features"]}
    return collections


def manage(command, *arguments):
    """Run a command of manage.py and return what it prints."""
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, no_color=True)
    return out.getvalue()


def import_plan(path, source):
    """Publish a file without a network to walk on, which takes longer than all the rest; return what changed."""
    return publish([to_rows(read_plan(path, ReadOptions(source=source)), Mode.REPLACE)])


def export(path, *arguments, form="imdf"):
    """Export to ``path`` and return what was said."""
    return manage("export_map", "--format", form, path, *arguments)
