"""The LALR tables of a language of grammar/, and the loop that runs them over lexemes.

lark makes the tables once; what is kept of them in the user's cache folder is data, and lark is not loaded again.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from recur.model.records import field, frozen
from recur.parsing.text.scanning import Lexeme

#: Changes with the shape of what is kept.
_SHAPE = 2
_END = "$END"


@frozen
class Misplaced(Exception):
    """The lexeme that fits nowhere, by position; behind the last one where the text breaks off."""

    position: int


class Reduction(NamedTuple):
    """A rule: how many symbols (at least 1) it takes from the end, which it keeps, and what makes one value of theirs.

    `act` None: the one value kept is the value. `kept` None: all are kept, and none is a list of repetitions.
    """

    size: int
    origin: str
    kept: tuple[int, ...] | None
    spliced: tuple[int, ...]
    act: Callable[[list[Any]], Any] | None

    def value(self, values: list[Any]) -> Any:
        """What the rule makes of the values of its symbols."""
        if self.kept is None:
            found = values
        elif not self.spliced:
            found = [values[i] for i in self.kept]
        else:
            found = []
            for i in self.kept:
                if i in self.spliced:
                    found += values[i]
                else:
                    found.append(values[i])
        return found[0] if self.act is None else self.act(found)


#: What to do at a lexeme of each type, and after each rule: the number of the next state, or a Reduction.
State = dict[str, Any]


@frozen
class Tables:
    """The states of a language, and for each rule that a text can be: the first, and the one in which all is read."""

    states: tuple[State, ...]
    ends: dict[str, tuple[int, int]]
    #: what `_named` has told: no more than the language has states beside states
    names: dict[tuple[int, int, str], int] = field(default_factory=dict, compare=False)

    def parse(self, lexemes: Sequence[Lexeme], start: str) -> Any:
        """What the actions make of the lexemes, read as the rule `start`; raises Misplaced."""
        states, names = self.states, self.names
        state, end = self.ends[start]
        passed = [state]
        values: list[Any] = []
        for position, lexeme in enumerate([*lexemes, Lexeme(_END, None, 0, 0)]):
            kind = lexeme.type
            while True:
                step = states[state].get(kind)
                if step.__class__ is int:
                    break
                if step is None:
                    raise Misplaced(position)
                size, origin, _, spliced, act = step
                if size > 1 or spliced:
                    values[-size:] = [step.value(values[-size:])]
                    del passed[-size:]
                else:
                    if act is not None:
                        values[-1] = act([values[-1]])
                    passed.pop()
                place = passed[-1], states[passed[-1]][origin], kind
                state = names.get(place) or self._named(place, end)
                if state == end:
                    return values[0]
                passed.append(state)
            state = step
            passed.append(state)
            values.append(lexeme)
        raise Misplaced(len(lexemes))

    def _named(self, place: tuple[int, int, str], end: int) -> int:
        """The state behind a value that is a term, so a product, so a sum, where the lexeme ahead says nothing else.

        `place` is the state before the value, the one behind it, and the type of the lexeme.
        """
        before, state, kind = place
        while state != end:
            step = self.states[state].get(kind)
            if step.__class__ is int or step is None or step.size > 1 or step.spliced or step.act is not None:
                break
            state = self.states[before][step.origin]
        self.names[place] = state
        return state


@cache
def tables(language: str, starts: tuple[str, ...], actions: type) -> Tables:
    """The tables of grammar/LANGUAGE.lark, kept in the user's cache folder when that can be written.

    A text can be any of the rules `starts`; `actions` has a method for each rule or alias.
    """
    path = tables_path(language)
    spec = find_spec("recur.grammar")
    assert spec is not None and spec.submodule_search_locations
    source = Path(spec.submodule_search_locations[0], f"{language}.lark")
    grammar = source.read_text(encoding="utf-8")
    imported = {name: source.with_name(f"{name}.lark").read_text(encoding="utf-8") for name in imports(grammar)}
    wanted = [_SHAPE, grammar, imported, list(starts)]
    if path is not None:
        with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["of"] == wanted:
                return running(kept, actions())
    fresh = {"of": wanted, **made(grammar, starts, source)}
    if path is not None:
        with suppress(OSError):
            beside = path.with_name(f"{path.name}.{os.getpid()}")
            beside.write_text(json.dumps(fresh), encoding="utf-8")
            beside.replace(path)
    return running(fresh, actions())


def tables_path(language: str) -> Path | None:
    """A file of this user alone: what is kept there is believed, so nobody else may write it."""
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA")
    else:
        root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    if not root or not os.path.isabs(root):
        return None
    folder = Path(root) / "recur"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return folder / f"{language}.tables"


def imports(grammar: str) -> list[str]:
    """The grammars beside this one of which it takes rules."""
    return sorted(set(re.findall(r"^%import \.(\w+)", grammar, re.MULTILINE)))


def made(grammar: str, starts: tuple[str, ...], source: Path | None = None) -> dict[str, Any]:
    """The tables as lists and numbers: a shift is the number of a state, a reduction that of a rule in a list."""
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    beside = None if source is None else str(source)
    lark: Any = Lark(
        grammar, parser="lalr", lexer="basic", start=list(starts), maybe_placeholders=False, source_path=beside
    )
    parser = lark.parser
    table = parser.parser._parse_table
    numbers = {name: number for number, name in enumerate(table.states)}
    rules: dict[Any, int] = {}
    states: list[dict[str, list[int]]] = []
    for row in table.states.values():
        state = {}
        for name, (action, target) in row.items():
            shifts = action is Shift
            state[name] = [1, numbers[target]] if shifts else [0, rules.setdefault(target, len(rules))]
        states.append(state)
    return {
        "ends": {start: [numbers[table.start_states[start]], numbers[table.end_states[start]]] for start in starts},
        "states": states,
        "rules": [list(_rule(rule)) for rule in rules],
    }


def _rule(rule: Any) -> Iterator[Any]:
    """Size, left side, the symbols kept, those of them that are repetitions, and the name of the action if any."""
    symbols, origin = rule.expansion, str(rule.origin.name)
    kept = [i for i, symbol in enumerate(symbols) if not (symbol.is_term and symbol.filter_out)]
    spliced = [i for i in kept if not symbols[i].is_term and symbols[i].name.startswith("_")]
    passes_on = rule.options.expand1 and not rule.alias and len(kept) == 1 and not spliced
    yield len(symbols)
    yield origin
    yield kept
    yield spliced
    # An imported rule's alias has the name of its grammar before it.
    yield "" if passes_on else (rule.alias or "").rpartition("__")[2] or origin


def running(kept: dict[str, Any], actions: object) -> Tables:
    rules = [_reduction(actions, *rule) for rule in kept["rules"]]
    states = tuple(
        {name: target if shifts else rules[target] for name, (shifts, target) in state.items()}
        for state in kept["states"]
    )
    return Tables(states, {start: (first, last) for start, (first, last) in kept["ends"].items()})


def _reduction(actions: object, size: int, origin: str, kept: list[int], spliced: list[int], action: str) -> Reduction:
    act = list if action.startswith("_") else getattr(actions, action) if action else None
    whole = len(kept) == size and not spliced
    return Reduction(size, origin, None if whole else tuple(kept), tuple(spliced), act)
