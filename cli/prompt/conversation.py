"""A conversation: read a statement, answer it as the command line would, until the end. Ctrl-C gives up one of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from recur.model import RecurError, SyntaxProblem
from recur.model.limits import DEFAULT_SECONDS
from recur.model.records import field, frozen, mutable

from ..codes import INTERRUPTED, PIPE_CLOSED, SOLVED
from ..faults import attempt
from ..terminal import prepare_streams, write_problem
from .ans import Last, read_with_ans
from .editors import Editor, Lines, Toolkit, ask_stream, readline_editor, typed_statements
from .history import StatementHistory, history_file

QUIT = frozenset({"quit", "exit", "quit()", "exit()"})


@frozen
class Ways:
    """How answers are wanted: the options that are added to every command that has them."""

    seconds: float | None = DEFAULT_SECONDS
    options: tuple[str, ...] = ()
    plain: bool = False


#: without any option
AS_ASKED = Ways()


@mutable
class Conversation:
    """Statements from an editor, answers to standard output, problems to standard error."""

    editor: Editor
    ways: Ways = Ways()
    history: StatementHistory = field(default_factory=lambda: StatementHistory(None))
    watched: bool = False  # by a person at a terminal

    def run(self) -> int:
        """Until the end of input or `quit`; always 0, as a conversation has no verdict of its own."""
        last = Last(self.ways.seconds)
        while True:
            try:
                for statement in typed_statements(self._next()):
                    if statement in QUIT:
                        return SOLVED
                    if self._answer(statement, last) == PIPE_CLOSED:
                        return PIPE_CLOSED
                    print(flush=True)
            except EOFError:
                return SOLVED
            except KeyboardInterrupt:
                if not self.watched:
                    raise
                print(flush=True)

    def _next(self) -> str:
        try:
            text = self.editor.read()
        except UnicodeDecodeError:
            write_problem(SyntaxProblem("this line is not text in the encoding of the terminal"), None)
            return ""
        except OSError as fault:  # the terminal has gone
            raise EOFError from fault
        self.history.add(text)
        return text

    def _answer(self, statement: str, last: Last) -> int:
        from ..dispatch import dispatch
        from .help import help_on, topic_of
        from .statements import words_of

        topic = topic_of(statement)
        if topic is not None:
            return help_on(topic)
        asked = attempt(lambda: words_of(statement, last), self.ways.seconds)
        if isinstance(asked, RecurError):
            return write_problem(asked, None)
        code = dispatch([*self._with_options(asked.words)])
        if code == INTERRUPTED:
            if not self.watched:
                raise KeyboardInterrupt
            print("\nstopped", file=sys.stderr, flush=True)
        if asked.recurrence is not None and read_with_ans(asked.recurrence) is not None:
            last.remember(asked.recurrence)
        return code

    def _with_options(self, words: Sequence[str]) -> Sequence[str]:
        """The options of the conversation come first, so that those of the statement count."""
        from .completion import options

        verb, *rest = words
        known = options(verb)
        added = [option for option in self.ways.options if option.partition("=")[0] in known]
        return [verb, *added, *rest]


def at_a_terminal() -> bool:
    """Whether a person both types and reads here."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def open_prompt(ways: Ways = AS_ASKED) -> int:
    """Converse at the terminal, with its history; or answer the statements of standard input."""
    prepare_streams()
    if not at_a_terminal():
        return Conversation(Lines(ask_stream), ways).run()
    history = StatementHistory(history_file())
    from recur import __version__

    print(f"recur {__version__}. Type a recurrence, such as T(n) = 2T(n/2) + n, or help; Ctrl-D leaves.\n", flush=True)
    try:
        return Conversation(_editor(history.entries, ways.plain), ways, history, watched=True).run()
    except KeyboardInterrupt:  # pressed again while the first one was answered
        return INTERRUPTED


def _editor(remembered: Sequence[str], plain: bool) -> Editor:
    if not plain and os.environ.get("TERM") != "dumb":
        try:
            return Toolkit(remembered)
        except ImportError:
            pass  # the extra is not installed
    return readline_editor(remembered)
