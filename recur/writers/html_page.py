"""A problem on the page: its title, the answer in a word, and its section; and the page that all of them make."""

from collections.abc import Sequence

from recur import __version__
from recur.documents.blocks import Chapter, Document, Status
from recur.writers import html
from recur.writers.markup import VOICE, as_typed, heading, unbroken
from recur.writers.page_style import closing, opening

TITLE = "Report"


def render(chapters: Sequence[Chapter], title: str = "") -> str:
    """The whole page."""
    several = len(chapters) > 1
    shown = as_typed(title or TITLE)
    named = as_typed(title or (TITLE if several or not chapters else chapters[0].title))
    parts = [f"<header>\n<h1>{shown}</h1>\n{_count(chapters)}</header>"]
    if several:
        parts.append(_contents(chapters))
    inner = "\n".join(_section(chapter, position, several) for position, chapter in enumerate(chapters, 1))
    parts.append(f"<main>\n{inner}\n</main>")
    parts.append(f"<footer>Written by recur {as_typed(__version__)}.</footer>")
    return _standing("\n".join(parts), named)


def page(document: Document, title: str, style: str = "", script: str = "") -> str:
    """One document as a page of its own, with a style and a script of its own."""
    body = f"<main>\n{unbroken(chr(10).join(html.parts(document)))}\n</main>"
    return _standing(body, as_typed(title), style, script)


def _standing(body: str, title: str, style: str = "", script: str = "") -> str:
    return f"{opening(title, style, script)}{body}\n{closing(script)}"


def _count(chapters: Sequence[Chapter]) -> str:
    """How many problems there are, and how many of them have no answer."""
    if len(chapters) < 2:
        return ""
    failed = {status: sum(chapter.status == status for chapter in chapters) for status in ("unsolved", "error")}
    said = [f"{len(chapters)} problems"]
    said += [f"{failed['unsolved']} unsolved"] if failed["unsolved"] else []
    said += [f"{failed['error']} in error"] if failed["error"] else []
    return f'<p class="note">{", ".join(said)}</p>\n'


def _contents(chapters: Sequence[Chapter]) -> str:
    items = "\n".join(
        f'<li><span><span class="number">{position}</span><a href="#problem-{position}">{_title(chapter)}</a></span>'
        f"<span>{_answer(chapter)}</span></li>"
        for position, chapter in enumerate(chapters, 1)
    )
    return f'<nav aria-label="Contents">\n<ol>\n{items}\n</ol>\n</nav>'


def _section(chapter: Chapter, position: int, several: bool) -> str:
    anchor = f"problem-{position}"
    number = f'<span class="number">{position}</span>' if several else ""
    kind = f"problem {chapter.status}" + (" first" if position == 1 else "")
    title = heading(2, f"{number}{_title(chapter)}", anchor=f"{anchor}-title")
    opening = f'<section class="{kind}" id="{anchor}" aria-labelledby="{anchor}-title">'
    body = unbroken("\n".join(html.parts(chapter.document)))
    return f"{opening}\n{title}\n{body}\n</section>"


def _title(chapter: Chapter) -> str:
    return f"<code>{as_typed(chapter.title)}</code>"


def _answer(chapter: Chapter) -> str:
    """The answer in a word; that there is none in a colour."""
    said = VOICE.sentence(chapter.answer)
    return said if chapter.status is Status.SOLVED else f'<span class="tag {chapter.status}">{said}</span>'
