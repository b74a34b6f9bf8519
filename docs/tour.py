"""Run the commands of the README and of the documentation again, and write down what they print now.

    python docs/tour.py                       all pages; needs `recur` on PATH
    python docs/tour.py docs/students.md      these pages

tests/test_docs_blocks.py holds the pages to their word; this script brings them up to date after a wanted change.
What the tables of the languages say in their columns "is read as", and the picture of the README, are brought up to
date as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docs.forms import reread
from docs.pages import PICTURE, PICTURED, Block, Page, furnish, pages, printed, read


def retell(page: Page) -> str:
    """The page as it should be now."""

    def answer(block: Block) -> list[str]:
        with tempfile.TemporaryDirectory() as name:
            furnish(Path(name), page)
            return [printed(command, Path(name), os.environ) for command, _ in block.commands]

    return reread(page.retold(answer))


if __name__ == "__main__":
    for page in [read(Path(name).resolve()) for name in sys.argv[1:]] or pages():
        new = retell(page)
        if new != page.text:
            Path(page.name).write_text(new, encoding="utf-8")
            print(f"{page.name}: retold")
    subprocess.run(["recur", "tree", PICTURED, "-o", str(PICTURE)], check=True)
