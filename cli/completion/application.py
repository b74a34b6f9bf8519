"""The verbs as an application of typer, which completes them in a shell. A run does not load it."""

from __future__ import annotations

from inspect import signature
from typing import Annotated, Any, get_args

import typer
from typer.core import TyperCommand, TyperGroup

from ..app import Verb, verb_named, verbs
from ..words import Note, is_formula


class Completed(TyperCommand):
    """A verb as completion meets it: a formula that starts with a minus sign is an argument there too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, ["formula" if is_formula(word) else word for word in args])


def command_of(verb: Verb) -> Any:
    """The command that typer makes of a verb."""

    def run(**given: Any) -> int:
        return verb.run(**given)

    formal = signature(verb.run, eval_str=True).parameters.values()
    typed = [each.replace(annotation=_typed(*get_args(each.annotation))) for each in formal]
    run.__signature__ = signature(run).replace(parameters=typed)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in typed}
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(verb.name, cls=Completed, short_help=verb.summary)(run)
    return typer.main.get_command(alone)


def _typed(kind: Any, note: Note) -> Any:
    """The annotation as typer reads it."""
    told: dict[str, Any] = {"help": note.help, "metavar": note.shown or None, "parser": note.parser}
    if not note.flags:
        return Annotated[kind, typer.Argument(**told)]
    return Annotated[kind, typer.Option(*note.flags, **told, count=note.count)]


class Verbs(TyperGroup):
    """All the verbs, found rather than listed."""

    def list_commands(self, ctx: Any) -> list[str]:
        return verbs()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        verb = verb_named(cmd_name)
        return None if verb is None else command_of(verb)


app = typer.Typer(cls=Verbs, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.callback()
def options(version: bool = typer.Option(False, "--version", help="Show the version and exit.")) -> None:
    """What completion offers before a verb; `dispatch` answers it."""
