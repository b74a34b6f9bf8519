"""The bytes that a first visit to the page loads before its first answer, as one figure; sympy comes later, if at all.

    python benchmarks/page_bytes.py [FOLDER OF THE PYODIDE PACKAGE]

Exit code 1 when they are more than the bar.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from recur.web.site import build_site

BAR = 14_000_000
LARGEST = 5


def main(pyodide: Path | None) -> int:
    with TemporaryDirectory() as folder:
        site = Path(folder)
        build_site(site, pyodide)
        kept = json.loads((site / "files.json").read_text(encoding="utf-8"))["files"]
        sizes = {name: (site / name).stat().st_size for name in kept}
    for name in sorted(sizes, key=sizes.__getitem__, reverse=True)[:LARGEST]:
        print(f"{name:<40}{sizes[name]:>12,}")
    total = sum(sizes.values())
    print(f"{'bytes for a first answer':<40}{total:>12,}   (bar {BAR:,})")
    return 1 if total > BAR else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
