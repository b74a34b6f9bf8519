"""No engine listens beyond the loopback interface: what travels is pickled, and a pickle can run any code."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from recur.executors import missing_packages, open_engine
from tests.child_processes import PATIENCE
from tests.engine_programs import leaves
from tests.listening import addresses_listened_on, beyond_the_loopback

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of sockets"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:(distributed|dask|tornado).*"),
]


def test_a_socket_that_listens_everywhere_is_seen() -> None:
    for kind, everywhere in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
        with socket.socket(kind) as listener:
            try:
                listener.bind((everywhere, 0))
            except OSError:  # no IPv6 here
                continue
            listener.listen()
            assert everywhere in beyond_the_loopback(addresses_listened_on([os.getpid()]))


@pytest.mark.parametrize("name", ["threads", "processes", "dask"])
def test_an_engine_listens_on_the_loopback_at_most(name: str) -> None:
    if said := missing_packages(name):
        pytest.skip(said)
    before = addresses_listened_on([os.getpid()])
    with open_engine(name, workers=1) as engine:
        assert engine.run(leaves(3), PATIENCE).value == 8
        listened_on = addresses_listened_on([os.getpid()])
    assert beyond_the_loopback(listened_on - before) == []
    assert name == "dask" or listened_on == before
