"""What mkdocs asks while it builds: the pages written from the code, and what a method says of itself.

With RECUR_PYODIDE the page to type into is a part of the site, and a link below each example opens it there.
"""

from __future__ import annotations

import os
import re
import sys
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docs import reference
from docs.pages import Page
from docs.trying import fragment
from docs.typesetting import typeset

WRITTEN = {
    "reference/commands.md": reference.commands,
    "reference/python.md": reference.interface,
    "lessons.md": reference.lessons,
}
METHODS = "theory/methods/"
TRIED = "try/"
_CONSOLE = re.compile(r"^```console\n\$ (?P<command>[^\n]*)\n.*?^```$", re.MULTILINE | re.DOTALL)
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
    if os.environ.get("RECUR_PYODIDE"):
        markdown = with_links(markdown, "../" * page.url.count("/"))
    named = _FILE.sub(r'<p class="file">\2</p>\n\n```\1', markdown)
    return typeset(_LINES.sub(_broken, named))


def with_links(markdown: str, root: str) -> str:
    """A link below each block of commands whose first one the page can be asked."""
    files = Page("", markdown).files

    def linked(found: re.Match[str]) -> str:
        asked = fragment(found["command"], files)
        if asked is None:
            return found[0]
        return f'{found[0]}\n\n<p class="try"><a href="{root}{TRIED}index.html{escape(asked)}">Try it</a></p>'

    return _CONSOLE.sub(linked, markdown)


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
