"""A bare checkout finds `recur.cli` and `recur.grammar` where they stand: beside the package, not in it."""

from __future__ import annotations

from pathlib import Path

import recur

CHECKOUT = str(Path(__file__).resolve().parent)

if CHECKOUT not in recur.__path__:
    recur.__path__.append(CHECKOUT)
