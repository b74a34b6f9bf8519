"""The typer application: a verb is a file, found by its name, and imported only when it is asked for.

A module of this package that has a `run` is a verb, and so is the module `verb` of a folder. Its docstring is its help
(a summary line, then examples); the parameters of `run` are its arguments and options; what `run` returns is the exit
code.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from .codes import SOLVED, USAGE

OPENING = """\
recur reads a recurrence, proves its tight bound, and explains the proof; it
judges answers, and tells the work and span of fork-join programs.

examples:
  recur solve "4T(n/2)+1"
  recur solve "T(n) = 8T(n/2) + A(n); A(n) = 4A(n/2) + O(1)"
  recur check "T(n) = 2T(n/2) + n" "O(n log n)"
  recur grade answers.csv -o report.html
  recur analyze matrix_multiply.spawn
  recur compare "n^(log n)" "2^(sqrt n)"
  recur eval "T(n)=2T(n/2)+n, T(1)=1" 10^18 2^4000
  recur solve --json - < recurrences.txt

usage: recur VERB [OPTIONS] ...
"""

NOTES = """
recur VERB --help shows the options and more examples of a verb.
recur alone opens a prompt, where a terminal is.

exit codes:
  0 solved, correct    1 an answer wrong or not tight
  2 usage or unreadable input    3 undecided or unsolved
  4 a limit was passed    70 a fault in recur itself
  Of several inputs the largest code counts.
"""

#: Marks a word as an argument, whatever it starts with; no word of a command line can hold it.
GUARD = "\0"
#: typer exports only one kind of usage error; its parent is all of them.
UsageError: Any = typer.BadParameter.__mro__[1]


class Verb(TyperCommand):
    """One verb: options and arguments in any order; -T(n-1)+n is an argument, and so is all that follows `--`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        with_value = {word for param in self.get_params(ctx) if _takes_value(param) for word in param.opts}
        guarded = [
            GUARD + word if _is_formula(word) and before not in with_value else word
            for before, word in zip(["", *args], args[:end], strict=False)
        ]
        try:
            rest = super().parse_args(ctx, guarded + args[end:])
        except UsageError as problem:
            problem.ctx = problem.ctx or ctx  # not every one says of which verb it speaks
            raise
        for name, value in ctx.params.items():
            ctx.params[name] = _unguarded(value)
        return rest

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        arguments = [param for param in self.get_params(ctx) if param.param_type_name == "argument"]
        return ["[OPTIONS]", *(str(argument.metavar) for argument in arguments)]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="usage: ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        _write_params(self, ctx, formatter)


class Verbs(TyperGroup):
    """All the verbs, found rather than listed; an unknown one is met with the nearest that there is."""

    def list_commands(self, ctx: Any) -> list[str]:
        return verbs()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        module = _module(cmd_name)
        return None if module is None else _command(cmd_name, module)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and _is_formula(args[0]) and not ctx.resilient_parsing:
            ctx.fail(_unknown(args[0]))
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            ctx.fail(_unknown(args[0]))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(OPENING)
        rows = [(name, self.get_command(ctx, name).short_help) for name in verbs()]
        with formatter.section("verbs"):
            formatter.write_dl(rows)
        _write_params(self, ctx, formatter)
        formatter.write(NOTES)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, "VERB [OPTIONS] ...", prefix="usage: ")


app = typer.Typer(
    cls=Verbs,
    rich_markup_mode=None,  # formulas are full of square brackets; and rich is slow to import
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def without_verb(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        from . import print_version

        print_version()
        raise typer.Exit(SOLVED)
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(USAGE)


def verbs() -> list[str]:
    return [name for name in sorted(_module_names()) if _module(name) is not None]


def _module_names() -> dict[str, str]:
    """Each name that may be a verb's, and its module: a file, or the file verb.py of a folder."""
    here = Path(__file__).parent
    files = {file.stem: f".{file.stem}" for file in here.glob("[a-z]*.py")}
    return files | {file.parent.name: f".{file.parent.name}.verb" for file in here.glob("[a-z]*/verb.py")}


def _module(verb: str) -> ModuleType | None:
    """The module of a verb, importing no other; None when there is none."""
    name = _module_names().get(verb)
    if name is None:
        return None
    module = import_module(name, __package__)
    return module if hasattr(module, "run") else None


def _command(verb: str, module: ModuleType) -> Any:
    summary, _, examples = (module.__doc__ or "").partition("\n\n")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    # \b keeps the lines of the examples as they are
    alone.command(verb, cls=Verb, help=f"{summary}\n\n\b\n{examples}", short_help=summary)(module.run)
    return typer.main.get_command(alone)


def example(verb: str) -> str | None:
    """The first example in the help of a verb."""
    module = _module(verb)
    lines = (line.strip() for line in ((module and module.__doc__) or "").splitlines())
    return next((line for line in lines if line.startswith(f"recur {verb} ")), None)


def _write_params(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    for kind in ("argument", "option"):
        records = [param.get_help_record(ctx) for param in command.get_params(ctx) if param.param_type_name == kind]
        rows = [record for record in records if record is not None]
        if rows:
            with formatter.section(f"{kind}s"):
                formatter.write_dl(rows)


def _unknown(verb: str) -> str:
    if verb == "help":
        return "help is an option: recur --help, or recur VERB --help, such as recur solve --help"
    if any(mark in verb for mark in "(=["):
        return f'a verb comes first: recur solve "{verb}"'
    from difflib import get_close_matches

    near = get_close_matches(verb.casefold(), verbs(), n=1)
    return f"unknown verb {verb}" + (f"; did you mean {near[0]}?" if near else "")


def _takes_value(param: Any) -> bool:
    return param.param_type_name == "option" and not param.is_flag and not param.count


def _is_formula(word: str) -> bool:
    """-T(n-1)+n and -1 start with a minus sign, not with a dash; no option looks like them."""
    if not word.startswith("-") or word.startswith("--"):
        return False
    return word[1:2].isdigit() or any(mark in word for mark in "()^=+*/")


def _unguarded(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_unguarded(item) for item in value]
    return value.removeprefix(GUARD) if isinstance(value, str) else value
