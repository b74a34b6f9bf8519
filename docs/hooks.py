"""What mkdocs asks while it builds: the pages written from the code, and what a method says of itself."""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docs import reference
from docs.typesetting import typeset

WRITTEN = {
    "reference/commands.md": reference.commands,
    "reference/python.md": reference.interface,
    "lessons.md": reference.lessons,
}
METHODS = "theory/methods/"
_LINES = re.compile(r"`([^`\n]*⏎[^`\n]*)`")
_FILE = re.compile(r'^```(\w*) title="([^"\n]+)"$', re.MULTILINE)
_NAMED = re.compile(r"^<!-- method: (.+) -->$", re.MULTILINE)


def on_files(files: Any, config: Any) -> Any:
    """The generated pages stand beside the written ones."""
    from mkdocs.structure.files import File

    for name, write in WRITTEN.items():
        files.append(File.generated(config, name, content=write()))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """`<!-- method: NAME -->` becomes what the method says of itself, `<!-- methods -->` the table of all of them."""
    if page.file.src_uri in WRITTEN or page.file.src_uri.startswith("gallery/"):
        return markdown
    markdown = _NAMED.sub(lambda found: reference.facts(found[1]), markdown)
    if "<!-- methods -->" in markdown:
        of_methods = [file for file in files if file.src_uri.startswith(METHODS)]
        named = {file: _NAMED.search(file.content_string) for file in of_methods}
        pages = {name[1]: file.src_uri.removeprefix(METHODS) for file, name in named.items() if name}
        markdown = markdown.replace("<!-- methods -->", reference.methods(pages))
    named = _FILE.sub(r'<p class="file">\2</p>\n\n```\1', markdown)
    return typeset(_LINES.sub(_broken, named))


def _broken(found: re.Match[str]) -> str:
    """Code of several lines in the cell of a table, on as many lines."""
    lines = [line.removeprefix(" ") for line in found[1].split("⏎")]
    indented = [re.sub("^ +", lambda blanks: "&nbsp;" * len(blanks[0]), escape(line)) for line in lines]
    return f"<code>{'⏎<br>'.join(indented)}</code>"
