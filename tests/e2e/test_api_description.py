"""The server keeps to its own OpenAPI description, whatever schemathesis thinks of."""

import subprocess
import sys
from pathlib import Path

from tests.databases import ROOT

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "negative_data_rejection"
)


def test_schemathesis_finds_nothing(server, tmp_path):
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            *("run", f"{server.address}/api/schema/", "--checks", CHECKS, "--max-examples", "8"),
            *("--phases", "examples,coverage,fuzzing", "--seed", "1", "--no-color"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
    assert "Traceback" not in server.log.read_text()


def test_the_description_is_the_committed_one():
    subprocess.run([str(ROOT / "scripts/schema"), "--check"], check=True, timeout=60)
