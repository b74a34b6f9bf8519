"""`python -m recur.cli` is `recur`: for launchers that start Python modules, such as mpiexec."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
