"""Which method of which class a call on an object reaches: its own, else the nearest above; a class below has its own.

Source: Gosling et al., The Java Language Specification, 8.4.8 and 15.12.4; Python language reference, 3.3.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from recur.model.source_tree import Function, Leave, Literal, SourceClass


class Inheritance:
    """The classes of a file, by their names, with the methods that each of them says itself."""

    def __init__(self, classes: Iterable[SourceClass], functions: Iterable[Function]) -> None:
        self.bases = {c.name: c.bases for c in classes}
        #: name of a method -> its classes, each with whether the method does anything
        self.methods: dict[str, dict[str, bool]] = {}
        for f in functions:
            if f.owner:
                self.bases.setdefault(f.owner, ())
                self.methods.setdefault(f.name, {})[f.owner] = not _does_nothing(f)

    def nearest(self, owner: str, method: str) -> tuple[str, ...]:
        """The class whose method an object of just this class has: its own, else that of the next above."""
        own = self.methods.get(method, {})
        return tuple(name for name in self.order(owner) if name in own)[:1]

    def above(self, owner: str, method: str) -> tuple[str, ...]:
        """The classes whose method super().method() may reach in this class: the next one of every object."""
        own, found = self.methods.get(method, {}), dict[str, None]()
        for below in self._below(owner):
            order = self.order(below)
            behind = order[order.index(owner) + 1 :] if owner in order else []
            found |= {name: None for name in [name for name in behind if name in own][:1]}
        return tuple(found)

    def order(self, owner: str) -> list[str]:
        """The class and those above it, in the order in which a method is looked for.

        Each stands before those above it, and bases as they are written. Source: Barrett et al., A monotonic superclass
        linearization for Dylan (1996); where there is no such order, nearest first.
        """
        return self._merged(owner, ()) or self.upward(owner)

    def _merged(self, owner: str, below: tuple[str, ...]) -> list[str] | None:
        bases = [base for base in self.bases.get(owner, ()) if base in self.bases]
        if owner in below:
            return None
        rows = [self._merged(base, (*below, owner)) for base in bases]
        left = [list(row) for row in rows if row is not None]
        if len(left) < len(rows):
            return None
        left.append(bases)
        found = [owner]
        while any(left):
            behind = {name for row in left for name in row[1:]}
            head = next((row[0] for row in left if row and row[0] not in behind), None)
            if head is None:
                return None
            found.append(head)
            left = [row[1:] if row and row[0] == head else row for row in left]
        return found

    def reached(self, owner: str, method: str) -> tuple[str, ...]:
        """The classes whose method a call may reach where the object is of this class, or of one below it.

        One that does nothing is passed over where another one does something: the worst object has that.
        """
        found = {name: None for below in self._below(owner) for name in self.nearest(below, method)}
        return self._working(method, found)

    def differing(self, made: str, owner: str) -> set[str]:
        """The methods for which another object of the owner has its own, and one of just this class has not that."""
        own = set(self.upward(made))
        others = set(self._below(owner)) - own
        return {name for name, found in self.methods.items() if others & found.keys() and own & found.keys()}

    def with_method(self, method: str) -> tuple[str, ...]:
        """The classes whose method a call may reach where nobody knows what the object is."""
        return self._working(method, self.methods.get(method, {}))

    def _working(self, method: str, owners: Iterable[str]) -> tuple[str, ...]:
        found = tuple(owners)
        return tuple(name for name in found if self.methods[method][name]) or found[:1]

    def foreign(self, owner: str) -> tuple[str, ...]:
        """The classes above it that this file does not have."""
        return tuple(base for name in self.upward(owner) for base in self.bases.get(name, ()) if base not in self.bases)

    def upward(self, owner: str) -> list[str]:
        """The class and all above it."""
        return self._closed(owner, self.bases)

    def _below(self, owner: str) -> list[str]:
        under: dict[str, list[str]] = {}
        for name, bases in self.bases.items():
            for base in bases:
                under.setdefault(base, []).append(name)
        return self._closed(owner, under)

    @staticmethod
    def _closed(owner: str, related: Mapping[str, Sequence[str]]) -> list[str]:
        found = [owner]
        for name in found:
            found += [other for other in related.get(name, ()) if other not in found]
        return found


def _does_nothing(f: Function) -> bool:
    """An abstract method: raise NotImplementedError, pass, return 0."""
    return all(isinstance(s, Leave) and (s.kind != "return" or isinstance(s.value, Literal | None)) for s in f.body)
