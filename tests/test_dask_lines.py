"""The lines for a cluster of dask in the documentation do what it says of them, word for word but for the port."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docs.pages import DOCS
from recur.executors import missing_packages
from tests.child_processes import CHECKOUT, PATIENCE, driven
from tests.listening import addresses_listened_on, beyond_the_loopback
from tests.programs_to_measure import SUM

PORT = "8786"
PAGE = (DOCS / "measuring.md").read_text(encoding="utf-8").splitlines()
SCHEDULER, WORKERS = (next(line for line in PAGE if line.startswith(start)) for start in ("dask sch", "dask worker"))
MEASURE = next(line for line in PAGE if line.startswith("recur measure") and "--scheduler" in line)
HERE = "tcp://127.0.0.1:"
ENVIRONMENT = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(CHECKOUT)}


@contextmanager
def started(line: str, said: str, times: int = 1) -> Iterator[tuple[int, str]]:
    """The process of a line that has said something so many times: its number, and the last line that said it."""
    words = [sys.executable, "-m", *shlex.split(line)]
    with driven(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        heard, told = 0, ""
        while heard < times:
            told = process.stdout.readline().decode()
            assert told, f"{line} ended before it said {said!r}"
            heard += said in told
        try:
            yield process.pid, told
        finally:
            process.terminate()
            process.communicate()


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of sockets")
def test_the_lines_start_a_cluster_on_the_loopback_and_measure_on_it(tmp_path: Path) -> None:
    if said := missing_packages("dask"):
        pytest.skip(said)
    assert f"--port {PORT}" in SCHEDULER and f"{HERE}{PORT}" in WORKERS and f"{HERE}{PORT}" in MEASURE
    file = tmp_path / "sums.py"
    file.write_text(SUM, encoding="utf-8")
    with started(SCHEDULER.replace(f"--port {PORT}", "--port 0"), HERE) as (scheduler, told):
        address = HERE + told.rpartition(":")[2].strip()
        with started(WORKERS.replace(HERE + PORT, address), "Registered to:", times=2) as (workers, _):
            assert beyond_the_loopback(addresses_listened_on([scheduler, workers])) == []
            line = MEASURE.replace(HERE + PORT, address).replace("sums.py", str(file))
            quick = "--sizes 1,2,4,8 --at 8 --seconds 100 -r 1 --json"
            words = [sys.executable, "-m", *shlex.split(f"{line} {quick}")]
            done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["failures"] == []
    assert {row["engine"] for row in found["parallel"]["rows"]} == {"dask"}
