"""Records are what `dataclasses` promises of frozen classes with slots: only cheaper to make."""

from __future__ import annotations

import ast
import copy
import dataclasses
import inspect
import pickle
from typing import ClassVar, Generic, TypeVar

import pytest

from recur.model import expressions as ex
from recur.model.records import Hashed, field, frozen, mutable, replace
from tests.test_architecture import syntax

V = TypeVar("V")


@frozen
class Pair(Generic[V]):
    kind: ClassVar[str] = "pair"
    left: V
    right: int = 7
    noted: str = field(default="", compare=False)


@frozen
class Triple(Pair[int]):
    more: list[int] = field(default_factory=list)


@frozen(eq=False)
class Token:
    name: str


@frozen(slots=False)
class Loose:
    x: int
    double: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "double", 2 * self.x)


@frozen
class Bounded:
    exact: bool = field(default=False, kw_only=True)
    low: int
    high: int = 0


@mutable
class Tally:
    count: int = 0
    met: set[str] = field(default_factory=set)


def test_a_record_is_compared_hashed_shown_and_matched_by_its_fields() -> None:
    assert Pair(1) == Pair(1, 7, "else") != Pair(1, 8)
    assert hash(Pair(1)) == hash(Pair(1, 7, "else")) == hash((1, 7))
    assert Pair(1) != Triple(1)
    assert repr(Triple(1, more=[2])) == "Triple(left=1, right=7, noted='', more=[2])"
    match Pair(1, 2):
        case Pair(left, right):
            assert (left, right, Pair.kind) == (1, 2, "pair")
    assert Token("a") != Token("a")
    assert len({Token("a"), Token("a")}) == 2


def test_each_instance_has_its_own_default_contents() -> None:
    one, other = Triple(1), Triple(1)
    one.more.append(3)
    assert (other.more, Tally().met, replace(one, right=0)) == ([], set(), Triple(1, 0, more=[3]))
    assert (Loose(3).double, replace(Loose(3), x=4).double) == (6, 8)


def test_a_frozen_record_is_never_changed() -> None:
    for record in (Pair(1), Triple(1, 2), Loose(1), ex.add(ex.N, ex.ONE)):
        name = dataclasses.fields(record)[0].name  # type: ignore[arg-type]
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"'{name}'"):
            setattr(record, name, 0)
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"'{name}'"):
            delattr(record, name)
        assert copy.deepcopy(record) == copy.copy(record) == pickle.loads(pickle.dumps(record)) == record


def test_a_field_that_is_only_named_takes_no_place() -> None:
    assert Bounded(1, high=2, exact=True) == Bounded(1, 2, exact=True)
    assert replace(Bounded(1), exact=True).exact
    with pytest.raises(TypeError, match="positional"):
        Bounded(1, 2, True)  # type: ignore[call-arg]
    assert list(inspect.signature(Bounded).parameters) == ["low", "high", "exact"]
    assert Bounded.__match_args__ == ("low", "high")


def test_what_instances_would_share_is_refused_where_the_class_is_made() -> None:
    with pytest.raises(ValueError, match="of met: use default_factory"):

        @frozen
        class Shared:
            met: list[int] = []  # noqa: RUF012

    for first, second in ((frozen, mutable), (mutable, frozen)):
        with pytest.raises(TypeError, match="one is frozen"):

            @second
            class Derived(first(type("Base", (), {"__annotations__": {"x": int}}))):  # type: ignore[misc]
                y: int = 0


def test_a_record_that_holds_itself_is_shown() -> None:
    tally = Tally()
    tally.met = {"a"}
    tally.count = tally  # type: ignore[assignment]
    assert repr(tally) == "Tally(count=..., met={'a'})"


def test_a_mutable_record_is_changed_and_has_no_hash() -> None:
    tally = Tally()
    tally.count += 1
    assert tally == Tally(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(tally)


def test_arguments_that_are_missing_or_unknown_are_told_by_name() -> None:
    with pytest.raises(TypeError, match=r"Pair.__init__\(\) missing .* 'left'"):
        Pair()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'wrong'"):
        Pair(1, wrong=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'wrong'"):
        replace(Pair(1), wrong=2)  # type: ignore[call-arg]


def test_dataclasses_knows_a_record_as_its_own() -> None:
    assert dataclasses.is_dataclass(Triple)
    assert [part.name for part in dataclasses.fields(Triple)] == ["left", "right", "noted", "more"]
    assert dataclasses.asdict(Pair(Tally(2))) == {"left": {"count": 2, "met": set()}, "right": 7, "noted": ""}
    assert dataclasses.replace(Pair(1), right=3) == Pair(1, 3)


def test_what_derives_from_a_record_is_a_record() -> None:
    """Its constructor gives an instance the class of the record."""
    classes = [node for _, node, _ in syntax() if isinstance(node, ast.ClassDef)]
    records = {
        node.name
        for node in classes
        if any(ast.unparse(d).startswith(("frozen", "mutable")) for d in node.decorator_list)
    }
    assert len(records) > 400
    for node in classes:
        if node.name == "StepsOnDemand":
            continue  # of the Sequence of collections
        derived = {ast.unparse(base).partition("[")[0] for base in node.bases} & records
        assert not derived or node.name in records, f"{node.name} derives from {derived}"


class Counted:
    """Counts how often its hash is asked for."""

    asked = 0

    def __hash__(self) -> int:
        self.asked += 1
        return 7


@frozen
class Held(Hashed):
    part: Counted


def test_a_hashed_record_works_its_hash_out_once() -> None:
    part = Counted()
    held = Held(part)
    assert hash(held) == hash(held) == hash((part,))
    assert part.asked == 2  # one of them by the tuple
    assert hash(pickle.loads(pickle.dumps(held))) == hash(held)
    assert hash(replace(held, part=3)) == hash((3,))
    x = ex.add(ex.N, ex.ONE)
    assert {x: 1}[ex.add(ex.N, ex.ONE)] == 1
    assert not hasattr(copy.copy(x), "_hash")  # which depends on the process for texts


def test_inspect_shows_the_fields_as_the_signature() -> None:
    assert str(inspect.signature(Triple)).startswith(
        "(left: 'V', right: 'int' = 7, noted: 'str' = '', more: 'list[int]' ="
    )
