"""The words of a command line, read by what a verb's `run` declares.

A formula may start with a minus sign, so -T(n-1)+n is an argument and needs no `--` before it; what does not fit is
told in plain words. typer, which completes, is not loaded to read them: it takes as long as to solve a recurrence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from inspect import Parameter as Formal
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from recur.model.records import frozen

#: How alike an option must be to be suggested: --jsn and --json are 0.92, --version and --json 0.67.
NEAR = 0.75


class Misused(Exception):
    """Words that do not go together; the message says which, and what would."""

    @property
    def message(self) -> str:
        return str(self)


@frozen
class Note:
    """What is said of a parameter beside its type: how it is shown, its flags, and which words it takes."""

    shown: str
    help: str
    flags: tuple[str, ...] = ()
    parser: Callable[[str], object] | None = None
    min: int | None = None
    max: int | None = None
    folder: bool = True
    count: bool = False
    show_default: bool = True

    @property
    def split_flags(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The flags, and those that say no: --steps/--brief is both."""
        pairs = [flag.partition("/") for flag in self.flags]
        return tuple(yes for yes, _, _ in pairs), tuple(no for _, _, no in pairs if no)


@frozen
class Parameter:
    """One argument or option: how it is written, what a word becomes, and what it is without one."""

    name: str
    flags: tuple[str, ...]  # none for an argument
    against: tuple[str, ...]  # what says no: --brief of --steps/--brief
    shown: str  # N,... or FILE; "" where it takes no value
    help: str
    read: Callable[[str], object]
    default: Any
    required: bool
    many: bool
    choices: tuple[str, ...] = ()
    count: bool = False
    show_default: bool = True

    @property
    def title(self) -> str:
        """Its name: the first long flag, or how an argument is shown."""
        return next((flag for flag in self.flags if flag.startswith("--")), self.shown)

    @property
    def takes_value(self) -> bool:
        return bool(self.shown)


def declared(formal: Formal) -> Parameter:
    """A parameter of a verb's `run`, from its annotation and its default."""
    kind, note = get_args(formal.annotation)
    asked = kind
    if get_origin(kind) in (Union, UnionType):
        (kind,) = [each for each in get_args(kind) if each is not type(None)]
    many = get_origin(kind) is list
    if many:
        (kind,) = get_args(kind)
    choices = tuple(str(each.value) for each in kind) if isinstance(kind, type) and issubclass(kind, Enum) else ()
    flags, against = note.split_flags
    given = formal.default is not Formal.empty
    return Parameter(
        name=formal.name,
        flags=flags,
        against=against,
        shown="" if kind is bool or note.count else note.shown or "|".join(choices) or formal.name.upper(),
        help=note.help,
        read=_reader(kind, note, choices),
        default=formal.default if given else None,
        required=not given and get_origin(asked) not in (Union, UnionType),
        many=many,
        choices=choices,
        count=note.count,
        show_default=note.show_default,
    )


def read_words(parameters: Sequence[Parameter], words: Sequence[str]) -> dict[str, Any]:
    """What the words give each parameter; Misused says what does not fit."""
    options = [parameter for parameter in parameters if parameter.flags]
    given: dict[str, Any] = {}
    loose: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            loose += rest
        elif _is_option(word):
            _take_option(word, rest, options, given)
        else:
            loose.append(word)
    _take_arguments([parameter for parameter in parameters if not parameter.flags], loose, given)
    return {parameter.name: given.get(parameter.name, _absent(parameter)) for parameter in parameters}


def _absent(parameter: Parameter) -> Any:
    if parameter.many:
        return None if parameter.default is None else list(parameter.default)
    return parameter.default


def _take_option(word: str, rest: Iterator[str], options: Sequence[Parameter], given: dict[str, Any]) -> None:
    flag, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
    known = {flag: parameter for parameter in options for flag in (*parameter.flags, *parameter.against)}
    if flag not in known and not flag.startswith("--") and (short := known.get(word[:2])) and short.takes_value:
        flag, equals, value = word[:2], "=", word[2:]  # -P4
    parameter = known.get(flag)
    if parameter is None:
        raise Misused(unknown_option(flag, known))
    if not parameter.takes_value:
        if equals:
            raise Misused(f"{flag} takes no value")
        given[parameter.name] = given.get(parameter.name, 0) + 1 if parameter.count else flag in parameter.flags
        return
    if not equals:
        value = next(rest, "--")
        if value == "--" or value in known:
            raise Misused(f"{flag} needs a value, {parameter.shown}")
    found = _value(parameter, value, flag)
    given[parameter.name] = [*given.get(parameter.name, ()), found] if parameter.many else found


def _take_arguments(arguments: Sequence[Parameter], loose: list[str], given: dict[str, Any]) -> None:
    for parameter in arguments:
        taken, loose = (loose, []) if parameter.many else (loose[:1], loose[1:])
        if taken:
            found = [_value(parameter, word, parameter.shown) for word in taken]
            given[parameter.name] = found if parameter.many else found[0]
        elif parameter.required:
            choices = f": one of {', '.join(parameter.choices)}" if parameter.choices else ""
            raise Misused(f"{parameter.shown} is missing{choices}")
    if loose:
        raise Misused(f"too many words: {' '.join(loose)}; put quotes around a formula")


def _value(parameter: Parameter, word: str, place: str) -> object:
    try:
        return parameter.read(word)
    except ValueError as fault:
        raise Misused(f"{place}: {fault}") from None


def _reader(kind: Any, note: Note, choices: tuple[str, ...]) -> Callable[[str], object]:
    """What a word becomes; a ValueError says why it becomes nothing."""
    parser = note.parser
    if parser is not None:
        return lambda word: parser(word)
    if choices:
        return lambda word: kind(_one_of(word, choices))
    if kind is int:
        return lambda word: _whole(word, note.min, note.max)
    if kind is Path:
        return lambda word: _path(word, note.folder)
    return str


def _one_of(word: str, choices: tuple[str, ...]) -> str:
    if word not in choices:
        raise ValueError(f"'{word}' is not one of {', '.join(map(repr, choices))}")
    return word


def _whole(word: str, low: int | None, high: int | None) -> int:
    try:
        number = int(word)
    except ValueError:
        raise ValueError(f"'{word}' is not a whole number") from None
    if (low is not None and number < low) or (high is not None and number > high):
        to = "on" if high is None else f"to {high}"
        raise ValueError(f"{word} is not in the range from {low} {to}")
    return number


def _path(word: str, may_be_folder: bool) -> Path:
    path = Path(word)
    if not may_be_folder and path.is_dir():
        raise ValueError(f"{word} is a folder, and a file is expected")
    return path


def unknown_option(flag: str, known: Sequence[str] | dict[str, Parameter]) -> str:
    """What was meant by an option that there is not."""
    if flag.casefold() in ("-v", "--version"):  # known, but not to a verb
        return f"unknown option {flag}; did you mean recur --version?"
    from difflib import get_close_matches

    near = get_close_matches(flag, list(known), 1, NEAR)
    return f"unknown option {flag}" + (f"; did you mean {near[0]}?" if near else "")


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-" and not is_formula(word)


def is_formula(word: str) -> bool:
    """-T(n-1)+n and -1 start with a minus sign, not with a dash; no option looks like them."""
    if not word.startswith("-") or word.startswith("--"):
        return False
    return word[1:2].isdigit() or any(mark in word for mark in "()^=+*/")
