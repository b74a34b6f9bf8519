"""The time limit: it ends what never asks, it nests, and it keeps silent where nobody could hear it."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

from recur.errors import LimitExceeded
from recur.limits import time_limit


def spin() -> None:
    """Work that never asks for the time."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        pass


def test_work_that_never_asks_is_ended() -> None:
    with pytest.raises(LimitExceeded, match=r"0\.05 s"), time_limit(0.05):
        spin()


def test_the_outer_limit_rings_after_an_inner_one_has_ended() -> None:
    with pytest.raises(LimitExceeded, match=r"0\.2 s"), time_limit(0.2):
        with time_limit(0.01):
            pass
        spin()


def test_a_longer_limit_inside_never_lengthens_the_outer_one() -> None:
    with pytest.raises(LimitExceeded, match=r"0\.05 s"), time_limit(0.05), time_limit(20):
        spin()


def test_a_finaliser_is_not_interrupted() -> None:
    """What is raised in one is only printed, and would be lost; the next alarm comes when it is over."""
    finished = []

    class Slow:
        def __del__(self) -> None:
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                pass
            finished.append(True)

    with pytest.raises(LimitExceeded), time_limit(0.05):
        Slow()
        spin()
    assert finished


def test_a_callback_of_the_collector_is_not_interrupted() -> None:
    finished = []

    def slow(_phase: str, _info: dict[str, int]) -> None:
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            pass
        finished.append(True)

    gc.callbacks.append(slow)
    try:
        with pytest.raises(LimitExceeded), time_limit(0.05):
            gc.collect()
            spin()
    finally:
        gc.callbacks.remove(slow)
    assert len(finished) >= 2


def test_an_import_is_not_ended_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who imports the module next would be given one that is missing parts."""
    (tmp_path / "slowly_imported.py").write_text(
        "import time\nend = time.monotonic() + 0.4\nwhile time.monotonic() < end:\n    pass\nwhole = True\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(LimitExceeded), time_limit(0.05):
        import slowly_imported  # type: ignore[import-not-found]

        spin()
    assert slowly_imported.whole
