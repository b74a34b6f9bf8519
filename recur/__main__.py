"""`python -m recur` is `recur`: where it is not installed, and for launchers that start Python modules."""

import sys

from recur.cli import main

if __name__ == "__main__":
    sys.exit(main())
