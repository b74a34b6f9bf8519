"""The options that several verbs share, each declared once, with one meaning everywhere; and what is asked by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from inspect import Parameter, signature
from math import inf, isnan
from pathlib import Path
from typing import Annotated, Any

from recur.model.limits import DEFAULT_SECONDS
from recur.writers import WHOLE

from .manner import ENDINGS, STANDARD, BatchEngine, LogBase, Manner, When, format_of
from .words import Misused, Note

#: Longer than anyone waits, and still representable in a timer.
FOREVER = 10.0**8


def seconds_of(text: str) -> float:
    """A positive number of seconds; a ValueError says that it is none."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if isnan(seconds) or seconds <= 0:
        raise ValueError(f"{text} is not a positive number of seconds")
    return inf if seconds > FOREVER else seconds


def limit_of(timeout: float) -> float | None:
    """The seconds that the library is given: None for no limit."""
    return None if timeout == inf else timeout


def argument(shown: str, told: str) -> Any:
    """An argument as it is shown, FILE or RECURRENCE..., and what it is."""
    return Note(shown, told)


def option(written: str, told: str, folder: bool = False, **more: Any) -> Any:
    """An option as help writes it, "-j --jobs N", and what it is; a file is no folder, unless it may be one."""
    flags = [word for word in written.split() if word.startswith("-")]
    shown = written.removeprefix(" ".join(flags)).strip()
    return Note(shown, told, tuple(flags), folder=folder, **more)


def sizes_option(told: str, shown: str = "N,...", old: str = "--at") -> Any:
    """-n in every verb: the sizes that are asked about."""
    return option(f"-n --sizes {old} {shown}", told)


def processors_option(told: str) -> Any:
    """-P in every verb: how many processors."""
    return option("-P --processors P,...", told)


def plot_option(told: str) -> Any:
    """--plot in every verb: a picture."""
    return option("--plot FILE", f"{told}, to a file that ends in .svg or .png")


def output_option(told: str, folder: bool = False) -> Any:
    """-o in every verb: the file that is written, in the format that its name ends in."""
    return option("-o --output FILE", told, folder)


TIME_ALLOWED = f"time allowed for each input (default {DEFAULT_SECONDS:g}; inf for no limit)"
TIMEOUT = option("--timeout SECONDS", TIME_ALLOWED, parser=seconds_of, show_default=False)
PROCESSES = option("-j --jobs N", "how many processes (default: one a processor)", min=0)
_ENGINE = option("--engine -e NAME", "what answers many lines: processes, or dask, a cluster")
_SCHEDULER = option("--scheduler HOST:PORT", "the dask cluster to use, with --engine dask (default: one here)")
_JSON = option("--json", "--format json: one object for each input, on one line")
_STANDALONE = option("--standalone", "with --format latex or html: a whole document")
_LOG = option("--log", "what a log without a base is read as: log₂, ln or log₁₀")
_WHY = option("--why", "where nothing is solved: what each method asked for")
_GF = option("--gf", "the generating function too, where one is known")
_ASCII = option("--ascii", "write Theta, n^2 and log_2 with ASCII characters only")
_COLOR = option("--color", "colour the output (auto: on a terminal, unless NO_COLOR is set)")
_OUTPUT = output_option("write it to a file, in the format that its name ends in")
#: The options of a manner in the order of help: each with its type, and what it is when it is not given.
SHARED: dict[str, tuple[Any, Any]] = {
    "standalone": (Annotated[bool, _STANDALONE], False),
    "json": (Annotated[bool, _JSON], False),
    "output": (Annotated[Path | None, _OUTPUT], None),
    "gf": (Annotated[bool, _GF], False),
    "why": (Annotated[bool, _WHY], False),
    "log": (Annotated[LogBase, _LOG], LogBase.TWO),
    "jobs": (Annotated[int, PROCESSES], 0),
    "engine": (Annotated[BatchEngine, _ENGINE], BatchEngine.PROCESSES),
    "scheduler": (Annotated[str | None, _SCHEDULER], None),
    "timeout": (Annotated[float, TIMEOUT], DEFAULT_SECONDS),
    "ascii": (Annotated[bool, _ASCII], False),
    "color": (Annotated[When, _COLOR], When.AUTO),
}


def answers(
    formats: type[StrEnum] | None, *names: str, output: bool = True
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options by which answers are asked for, declared in place of the one parameter `asked`.

    Those of `formats` (--format, --json, -o, and --standalone where LaTeX is one of them), those that are named (with
    `jobs` where the processes are), and --ascii and --color.
    """
    shared = [*names, "ascii", "color", *(["engine", "scheduler"] if "jobs" in names else [])]
    if formats is not None:
        shared += ["json", *(["output"] if output else []), *(["standalone"] if "latex" in list(formats) else [])]

    def declare(run: Callable[..., int]) -> Callable[..., int]:
        own = [each for each in signature(run, eval_str=True).parameters.values() if each.name != "asked"]
        kinds = {name: SHARED[name] for name in SHARED if name in shared}
        if formats is not None:
            help = f"how to write it (default: text{', or what -o ends in' if output else ''})"
            form = Annotated[formats | None, option("--format", help, show_default=False)]  # type: ignore[valid-type]
            kinds = {"form": (form, None)} | kinds
        declared = [
            Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for name, (kind, default) in kinds.items()
        ]

        def verb(**given: Any) -> int:
            _assert_apart(given)
            return run(**{each.name: given.pop(each.name) for each in own}, asked=_manner(formats, **given))

        verb.__signature__ = signature(run).replace(  # type: ignore[attr-defined]
            parameters=[*(each.replace(kind=Parameter.KEYWORD_ONLY) for each in own), *declared], return_annotation=int
        )
        verb.__annotations__ = {each.name: each.annotation for each in [*own, *declared]} | {"return": int}
        return verb

    return declare


#: What is written; the other values may be names of files that are read.
WRITTEN = ("output", "plot")
KEPT = (*WRITTEN, "results", "save")  # the last two hold what was done before, and are gone on from


def _assert_apart(given: Mapping[str, Any]) -> None:
    """Raise where a file that is read would be replaced by what is written."""
    written = [given[name] for name in WRITTEN if isinstance(given.get(name), Path)]
    if not written:
        return
    from recur.files import is_read_at

    for name, value in given.items():
        for each in value if isinstance(value, list) else [value]:
            named = Path(each) if isinstance(each, str | Path) and name not in KEPT else None
            if named is None or not (named == STANDARD or _is_file(named)):
                continue
            for path in written:
                if path != STANDARD and is_read_at(path, named):
                    raise Misused(f"{path} is read, and would be replaced by what is written")


def _is_file(named: Path) -> bool:
    try:
        return named.is_file()
    except (OSError, ValueError):  # a recurrence may be longer than a name, or hold a zero byte
        return False


def _manner(
    formats: type[StrEnum] | None,
    form: StrEnum | None = None,
    json: bool = False,
    output: Path | None = None,
    standalone: bool = False,
    timeout: float = inf,
    **rest: Any,
) -> Manner:
    output = None if output == STANDARD else output
    chosen = "json" if json else form.value if form else "text"
    if formats is not None and not json and form is None:
        chosen = format_of(output, {ending: name for ending, name in ENDINGS.items() if name in list(formats)})
    if standalone and chosen not in WHOLE:
        raise Misused("--standalone makes a whole document: give --format latex or html too")
    told = {name: getattr(value, "value", value) for name, value in rest.items()}
    if told.get("scheduler") is not None and told["engine"] != BatchEngine.DASK:
        raise Misused("--scheduler belongs to --engine dask")
    whole = chosen in WHOLE and (standalone or output is not None)
    return Manner(chosen, limit_of(timeout), standalone=whole, output=output, **told).settled()
