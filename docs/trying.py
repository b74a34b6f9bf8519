"""Commands of the documentation as links to the page: what `recur solve` is asked there, the page is asked here."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import urlencode

#: Verb -> how many words it takes at the most; all behind the first are what is asked beside it.
WORDS = {"solve": 1, "check": 2, "prove": 2, "unroll": 1, "tree": 1, "compare": 2, "eval": 100, "analyze": 1}
#: Of how much is shown at first: the page has the rest behind a button, or shows it at once.
PASSED_OVER = frozenset({"--brief", "--why", "--hint", "--reveal"})
#: Verb -> the option whose value is a field of the page.
FIELDS = {("tree", "-n"): "second", ("analyze", "-n"): "second", ("check", "--working"): "second"}
OF_A_SHELL = frozenset({"|", "&&", ">", "<", ";"})
#: Code that is read where nothing is installed.
READ_IN_A_PAGE = (".py", ".spawn")
LONGEST = 48
_FENCED = re.compile(r"^```\w*\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:\$ | +)(?P<command>recur [^\n]*)$", re.MULTILINE)


def fragment(command: str, files: Mapping[str, str]) -> str | None:
    """`#solve?text=…` for `recur solve "…"`; None for a command that says more than the page is told.

    `files` are those that a command may name, by their names.

    >>> fragment('recur check "T(n) = 2T(n/2) + n" "n log n" --hint', {})
    '#check?text=T%28n%29+%3D+2T%28n%2F2%29+%2B+n&second=n+log+n'
    >>> fragment("recur solve --json '4T(n/2)+1'", {}) is None
    True
    """
    try:
        words = [word for word in shlex.split(command) if word not in PASSED_OVER]
    except ValueError:
        return None
    if len(words) < 3 or words[0] != "recur" or words[1] not in WORDS:
        return None
    verb, fields, said = words[1], {}, iter(words[2:])
    arguments = []
    for word in said:
        if (verb, word) in FIELDS:
            fields[FIELDS[verb, word]] = next(said, "")
        elif word in OF_A_SHELL or word.startswith("-"):
            return None
        else:
            arguments.append(word)
    return _asked(verb, arguments, fields, files, "--working" in words)


def _asked(
    verb: str, arguments: list[str], fields: Mapping[str, str], files: Mapping[str, str], working: bool
) -> str | None:
    if not 0 < len(arguments) <= WORDS[verb] or (fields and len(arguments) > 1):
        return None
    text, *beside = arguments
    if verb == "analyze":
        if text not in files or not text.endswith(READ_IN_A_PAGE):
            return None
        text = files[text]
    if working:
        if fields["second"] not in files:
            return None
        verb, fields = "working", {"second": files[fields["second"]]}
    if beside:
        fields = {"second": " ".join(beside)}
    return f"#{verb}?{urlencode({'text': text} | fields)}"


def with_links(markdown: str, page: str, files: Mapping[str, str]) -> str:
    """Below each block a link for every command in it that the page at this address can be asked."""

    def linked(found: re.Match[str]) -> str:
        commands = [each["command"] for each in _COMMAND.finditer(found["body"])]
        links = [(command, asked) for command in commands if (asked := fragment(command, files)) is not None]
        if not links:
            return found[0]
        return f'{found[0]}\n\n<p class="try">{" ".join(_anchors(links, page))}</p>'

    return _FENCED.sub(linked, markdown)


def _anchors(links: list[tuple[str, str]], page: str) -> Iterator[str]:
    for command, asked in links:
        called = command.removeprefix("recur ")
        told = called if len(called) <= LONGEST else called[: LONGEST - 1] + "…"
        shown = "Try it" if len(links) == 1 else f"Try <code>{escape(told)}</code>"
        yield f'<a href="{page}{escape(asked)}">{shown}</a>'
