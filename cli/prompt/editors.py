"""Where the statements of a conversation come from: lines that are asked for, or the editor of prompt_toolkit.

A statement goes on while something in it is open: a bracket, a `;` or `,` or `\\` at the end of the line. An empty
line ends it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from recur.model.patterns import regex

PROMPT = "recur> "
CLOSING = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉"}
_ENVIRONMENT = regex(r"\\(begin|end)\s*\{")
_FIRST_WORD = regex(r"\s*([A-Za-z]+)(?=\s|\Z)")
#: A backslash that ends a line joins it with the next; two of them end a row of LaTeX.
_JOINED = regex(r"(?<!\\)\\[ \t]*\n")
#: what is left open at the end of the text
_OPEN_END = regex(r"(?:[;,\s]|(?<!\\)\\(?=\s*\Z))+\Z")


class Editor(Protocol):
    """`read` hands out the next statement; EOFError at the end, KeyboardInterrupt where a line is given up."""

    def read(self) -> str: ...


def awaited(text: str) -> str:
    """The sign that the statement waits for: ")" of an open bracket, ";" of a system that goes on; "" of a whole one.

    >>> awaited("T(n) = 2T(n/2"), awaited("A(n) = A(n/2) + 1;"), awaited("4T(n/2)+1")
    (')', ';', '')
    """
    if "\n" in text and not text.rpartition("\n")[2].strip():
        return ""
    marks = [match[1] for match in _ENVIRONMENT.finditer(text)]
    if marks.count("begin") > marks.count("end"):
        return "}"
    expected: list[str] = []
    for sign in text:
        if sign in CLOSING:
            expected.append(CLOSING[sign])
        elif expected and sign == expected[-1]:
            expected.pop()
    if expected:
        return expected[-1]
    end = text.rstrip()
    return end[-1] if end.endswith((";", ",")) or (end.endswith("\\") and not end.endswith("\\\\")) else ""


def typed_statements(text: str) -> list[str]:
    """What was typed or pasted: a line that begins with a command begins a statement, the others go on with theirs."""
    found = [""]
    for line in text.splitlines():
        word = _FIRST_WORD.match(line)
        if found[-1] and word and not awaited(found[-1].rstrip()) and _is_command(word[1]):
            found.append("")
        found[-1] += line + "\n"
    return [whole for statement in found if (whole := _whole(statement))]


def _is_command(word: str) -> bool:
    from .completion import commands

    return word in commands()


def _whole(statement: str) -> str:
    """Its joined lines one line, nothing open at its end."""
    return _OPEN_END.sub("", _JOINED.sub(" ", statement)).strip()


def continuation(sign: str) -> str:
    """As wide as the prompt, with the sign that is waited for."""
    return f"{sign}> ".rjust(len(PROMPT))


class Lines:
    """Statements from a source of lines, which is given the prompt to show."""

    def __init__(self, ask: Callable[[str], str]) -> None:
        self._ask = ask
        self._ended = False

    def read(self) -> str:
        if self._ended:
            raise EOFError
        text = self._ask(PROMPT)
        while text.strip() and (sign := awaited(text)):
            try:
                text += "\n" + self._ask(continuation(sign))
            except EOFError:
                self._ended = True  # a terminal would ask again
                break
        return text


def ask_stream(_prompt: str) -> str:
    """The next line of standard input, which is no terminal: nobody is shown a prompt."""
    raw = sys.stdin.buffer.readline()
    if not raw:
        raise EOFError
    return raw.decode(errors="replace").removeprefix("\ufeff").rstrip("\r\n")


def readline_editor(remembered: Sequence[str]) -> Lines:
    """`input`, with the history and the completion of readline where Python was built with it."""
    try:
        import readline
    except ImportError:  # Windows
        return Lines(input)
    from .completion import completions

    found: list[str] = []

    def complete(_word: str, state: int) -> str | None:
        nonlocal found
        if state == 0:
            line, begin = readline.get_line_buffer()[: readline.get_endidx()], readline.get_begidx()
            start, offered = completions(line)
            found = [(line[:start] + insert)[begin:] for insert, _ in offered]
        return found[state] if state < len(found) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" \t\n()[]{}=+*/^,;<>")
    editline = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if editline else "tab: complete")
    for text in remembered:
        readline.add_history(" ".join(text.splitlines()))
    return Lines(input)


class Toolkit:
    """The editor of prompt_toolkit: a statement of several lines is one entry, edited and remembered as a whole."""

    def __init__(self, remembered: Sequence[str], **streams: Any) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import Completer, Completion
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.history import InMemoryHistory
        from prompt_toolkit.key_binding import KeyBindings

        from .completion import completions

        class Tab(Completer):  # type: ignore[misc, unused-ignore]
            def get_completions(self, document: Any, _event: Any) -> Any:
                line = document.current_line_before_cursor
                start, offered = completions(line)
                for insert, shown in offered:
                    yield Completion(insert, start - len(line), display=shown)

        keys = KeyBindings()

        @keys.add("tab")  # type: ignore[untyped-decorator, unused-ignore]
        def _complete(event: Any) -> None:
            """At once where there is one choice; the menu of prompt_toolkit comes later than the next key may."""
            buffer = event.current_buffer
            line = buffer.document.current_line_before_cursor
            start, offered = completions(line)
            if len(offered) == 1:
                buffer.delete_before_cursor(len(line) - start)
                buffer.insert_text(offered[0][0])
            elif buffer.complete_state:
                buffer.complete_next()
            else:
                buffer.start_completion(insert_common_part=True)

        self._session: Any = PromptSession(
            PROMPT,
            history=InMemoryHistory(remembered),
            completer=Tab(),
            key_bindings=keys,
            complete_while_typing=False,
            multiline=Condition(lambda: bool(awaited(self._session.default_buffer.text))),
            prompt_continuation=self._continuation,
            **streams,
        )

    def _continuation(self, _width: int, row: int, _wrapped: int) -> str:
        lines = self._session.default_buffer.text.split("\n")
        return continuation(awaited("\n".join(lines[:row])) or ".")

    def read(self) -> str:
        return str(self._session.prompt())
