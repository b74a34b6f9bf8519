"""What mkdocs asks while it builds: the pages written from the code, and what a method says of itself.

With RECUR_PYODIDE the page to type into is a part of the site, and a link below each example opens it there: the
generated pages and the gallery have them too.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docs import reference
from docs.pages import CHECKOUT, Page
from docs.trying import READ_IN_A_PAGE, with_links
from docs.typesetting import typeset

WRITTEN = {
    "reference/commands.md": reference.commands,
    "reference/python.md": reference.interface,
    "lessons.md": reference.lessons,
}
METHODS = "theory/methods/"
TRIED = "try/"
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
    if os.environ.get("RECUR_PYODIDE"):
        known = _examples() | Page("", markdown).files
        markdown = with_links(markdown, "../" * page.url.count("/") + f"{TRIED}index.html", known)
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


@cache
def _examples() -> dict[str, str]:
    """The code that commands name where they run in a checkout."""
    found = (path for path in sorted((CHECKOUT / "examples").rglob("*")) if path.suffix in READ_IN_A_PAGE)
    return {path.relative_to(CHECKOUT).as_posix(): path.read_text(encoding="utf-8") for path in found}


def on_post_page(output: str, page: Any, config: Any) -> str:
    """The theme's switch of light and dark sets the styles of a highlighter, and stops where there are none."""
    styles = "".join(f'<template id="hljs-{scheme}"></template>' for scheme in ("light", "dark"))
    return output.replace("</head>", f"{styles}\n</head>", 1)


def on_post_build(config: Any) -> None:
    """The page stands beside the documentation."""
    if os.environ.get("RECUR_PYODIDE"):
        from recur.web.site import build_site

        build_site(Path(config.site_dir, TRIED))


def _broken(found: re.Match[str]) -> str:
    """Code of several lines in the cell of a table, on as many lines."""
    lines = [line.removeprefix(" ") for line in found[1].split("⏎")]
    indented = [re.sub("^ +", lambda blanks: "&nbsp;" * len(blanks[0]), escape(line)) for line in lines]
    return f"<code>{'⏎<br>'.join(indented)}</code>"
