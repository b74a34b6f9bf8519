"""Records: classes whose instances are their fields, written as `dataclasses` has them.

`frozen` promises what `dataclass(frozen=True, slots=True)` does, `mutable` what `dataclass(slots=True)` does. A class
is made in a tenth of the time, as its constructor is compiled when the first instance is, and a frozen instance in
two thirds: its fields are set while it is of a class that can be written to, of the same layout. `dataclasses` knows
them as its own: `fields`, `asdict`, `is_dataclass`.
"""

import sys
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field, make_dataclass
from functools import cache, partial
from inspect import signature
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform, get_origin, overload

if TYPE_CHECKING:
    from dataclasses import replace

__all__ = ["Hashed", "cached_property", "field", "frozen", "mutable", "replace"]

C = TypeVar("C")
#: of a class that has not been given slots
_UNSLOTTED = ("__dict__", "__weakref__")
Contents = Callable[[Any], tuple[Any, ...]]

_FEW = 2  # slots that are set sooner through their descriptors than by becoming of another class and back
_become = object.__dict__["__class__"].__set__
_write = object.__setattr__


class Hashed:
    """A frozen record that derives from this keeps its hash: one that is asked for again and again, at any depth."""

    __slots__ = ("_hash",)
    _hash: int


@overload
def frozen(cls: type[C], /) -> type[C]: ...
@overload
def frozen(*, eq: bool = True, slots: bool = True) -> Callable[[type[C]], type[C]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, eq: bool = True, slots: bool = True) -> Any:
    """The class with slots for its annotated fields, set once; compared and hashed by them (by identity without `eq`).

    >>> @frozen
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> point = Point(1)
    >>> point, point == Point(1, 0), replace(point, y=2)
    (Point(x=1, y=0), True, Point(x=1, y=2))
    >>> point.x = 3
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'x'
    """
    made = partial(_record, eq=eq, slotted=slots, is_frozen=True)
    return made(cls) if cls else made


@overload
def mutable(cls: type[C], /) -> type[C]: ...
@overload
def mutable(*, eq: bool = True, slots: bool = True) -> Callable[[type[C]], type[C]]: ...
@dataclass_transform(field_specifiers=(field,))
def mutable(cls: Any = None, /, *, eq: bool = True, slots: bool = True) -> Any:
    """The class with slots for its annotated fields, which may be set again; compared by them, and without a hash."""
    made = partial(_record, eq=eq, slotted=slots, is_frozen=False)
    return made(cls) if cls else made


if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property:
        """`functools.cached_property` as from Python 3.12 on, without a lock: that takes longer than a question."""

        def __init__(self, ask):
            self.ask, self.__doc__ = ask, ask.__doc__

        def __set_name__(self, owner, name):
            self.name = name

        def __get__(self, record, owner=None):
            if record is None:
                return self
            found = record.__dict__[self.name] = self.ask(record)
            return found


if not TYPE_CHECKING:

    def replace(record, /, **changes):
        """The record with some of its fields changed."""
        kind = record.__class__
        places, contents = kind.__given__
        found = list(contents(record))
        for name, value in changes.items():
            if name not in places:
                raise TypeError(f"{kind.__name__} has no field {name!r} that can be given")
            found[places[name]] = value
        return kind(*found) if len(found) == len(kind.__match_args__) else kind(**dict(zip(places, found, strict=True)))


def _record(cls: type[Any], eq: bool, slotted: bool, is_frozen: bool) -> Any:
    own = {name: vars(cls).get(name, MISSING) for name, kind in cls.__annotations__.items() if not _of_class(kind)}
    for name, part in own.items():
        if type(part).__hash__ is None:
            raise ValueError(f"all instances of {cls.__name__} would share the default of {name}: use default_factory")
    parts: dict[str, Any] = {}
    for base in reversed(cls.__mro__[1:]):
        parts |= vars(base).get("__parts__", {})
        if getattr(base, "__is_frozen__", is_frozen) is not is_frozen:
            raise TypeError(f"of {base.__name__} and {cls.__name__}, which derives from it, one is frozen")
    slots = tuple(name for name in own if name not in parts)
    parts |= own
    given = tuple(name for name, part in parts.items() if not isinstance(part, Field) or part.init)
    placed = tuple(name for name in given if not _named_only(parts[name]))
    written = {name: part for name, part in vars(cls).items() if name not in own and name not in _UNSLOTTED}
    written |= {
        "__match_args__": placed,
        "__dataclass_fields__": _FIELDS,
        "__signature__": _SIGNATURE,
        "__parts__": parts,
        "__given__": ({name: i for i, name in enumerate(given)}, _contents_of(given)),
        "__is_frozen__": is_frozen,
    }
    if slotted:
        written["__slots__"] = slots
    if eq and written.get("__hash__", ...) is None:  # Python's, beside an __eq__
        del written["__hash__"]
    for name, method in _methods(parts, eq, is_frozen, issubclass(cls, Hashed)).items():
        written.setdefault(name, method)
    metaclass: Any = type(cls)
    made = metaclass(cls.__name__, cls.__bases__, written)
    made.__qualname__ = cls.__qualname__
    return made


def _of_class(kind: object) -> bool:
    """Whether it is the type of a class variable, which is no field."""
    return kind.startswith("ClassVar") if isinstance(kind, str) else ClassVar in (kind, get_origin(kind))


def _named_only(part: object) -> bool:
    return isinstance(part, Field) and part.kw_only is True


def _contents_of(names: tuple[str, ...]) -> Contents:
    """What gives the attributes of these names as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda record: (getattr(record, names[0]),)) if names else lambda record: ()


def _methods(parts: dict[str, Any], eq: bool, is_frozen: bool, is_hashed: bool) -> dict[str, Any]:
    """What is written for a class that has no such method itself."""
    methods: dict[str, Any] = {"__init__": _constructed, "__repr__": _shown}
    if eq:
        compared = _contents_of(tuple(x for x, part in parts.items() if not isinstance(part, Field) or part.compare))

        def equal(one: Any, other: Any) -> bool:
            if one is other:
                return True
            return compared(one) == compared(other) if other.__class__ is one.__class__ else NotImplemented

        def hashed(record: Any) -> int:
            return hash(compared(record))

        def kept(record: Any) -> int:
            try:
                return record._hash  # type: ignore[no-any-return]
            except AttributeError:
                _write(record, "_hash", found := hash(compared(record)))
                return found

        methods |= {"__eq__": equal, "__hash__": (kept if is_hashed else hashed) if is_frozen else None}
    if is_frozen:
        methods |= {"__setattr__": _refused, "__delattr__": _kept, "__getstate__": _state, "__setstate__": _restored}
    return methods


def _constructed(record: Any, /, *given: Any, **named: Any) -> None:
    """The constructor of a class that had no instance so far."""
    kind = type(record)
    kind.__init__ = _constructor(kind)
    kind.__init__(record, *given, **named)


def _constructor(kind: type[Any]) -> Any:
    """def __init__(self, x, y=default): self.x = x; self.y = y, compiled."""
    names: dict[str, Any] = {"_become": _become, "_kind": kind, "_missing": MISSING, "_writable": _writable(kind)}
    lines: list[str] = []
    placed, named = ["self"], ["*"]
    for x, part in kind.__parts__.items():
        told: Any = part if isinstance(part, Field) else field(default=part)
        is_made = told.default_factory is not MISSING
        default = f"_default_{x}"
        names[default] = told.default_factory if is_made else told.default
        has_default = names[default] is not MISSING
        if told.init:
            given = f"{x}={'_missing' if is_made else default}" if has_default else x
            (named if _named_only(told) else placed).append(given)
            lines.append(f"self.{x} = {f'{default}() if {x} is _missing else {x}' if is_made else x}")
        elif has_default:
            lines.append(f"self.{x} = {default}{'()' if is_made else ''}")
    slots = {x: getattr(kind, x, None) for x in kind.__parts__}
    if kind.__is_frozen__ and len(slots) <= _FEW and all(isinstance(x, MemberDescriptorType) for x in slots.values()):
        names |= {f"_place_{x}": slot.__set__ for x, slot in slots.items()}  # type: ignore[union-attr]
        lines = [f"_place_{line.removeprefix('self.').replace(' = ', '(self, ', 1)})" for line in lines]
    elif kind.__is_frozen__:
        lines = ["_become(self, _writable)", *lines, "self.__class__ = _kind"]
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    given = ", ".join(placed + (named if len(named) > 1 else []))
    exec(f"def __init__({given}):\n " + "\n ".join(lines or ["pass"]), names)
    made = names["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"  # which a wrong call is told
    return made


def _writable(kind: type[Any]) -> Any:
    """A class of the same layout that can be written to."""
    metaclass: Any = type(kind)
    layout = {name: part for name, part in vars(kind).items() if name in ("__slots__", "__orig_bases__")}
    return metaclass(kind.__name__, (kind.__base__,), {"__setattr__": _write, **layout})


@recursive_repr()
def _shown(record: Any) -> str:
    shown = (x for x, part in record.__parts__.items() if not isinstance(part, Field) or part.repr)
    return f"{type(record).__qualname__}({', '.join(f'{x}={getattr(record, x)!r}' for x in shown)})"


def _refused(record: Any, name: str, value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _kept(record: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(record: Any) -> list[Any]:
    return [getattr(record, name) for name in record.__parts__]


def _restored(record: Any, state: list[Any]) -> None:
    for name, value in zip(record.__parts__, state, strict=True):
        _write(record, name, value)


class _OnDemand:
    """What `dataclasses` and `inspect` want to know of a class, told when they ask."""

    def __init__(self, tell: Callable[[Any], Any]) -> None:
        self.tell = tell

    def __get__(self, record: object, kind: Any) -> Any:
        return self.tell(_described(kind))


@cache
def _described(kind: Any) -> Any:
    """The dataclass of the same fields."""
    types: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        types |= getattr(base, "__annotations__", {})
    parts = [
        (x, types[x], part if isinstance(part, Field) else field(default=part)) for x, part in kind.__parts__.items()
    ]
    return make_dataclass(kind.__name__, parts)


_FIELDS = _OnDemand(lambda described: described.__dataclass_fields__)
_SIGNATURE = _OnDemand(signature)
