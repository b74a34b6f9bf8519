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
        """The classes whose method an object of just this class has: its own, else that of each class above."""
        own = self.methods.get(method, {})
        found: dict[str, None] = {}
        seen: set[str] = set()
        pending = [owner]
        while pending:
            name = pending.pop(0)
            if name in own:
                found[name] = None
            elif name not in seen:
                pending += self.bases.get(name, ())
            seen.add(name)
        return tuple(found)

    def above(self, owner: str, method: str) -> tuple[str, ...]:
        """The classes whose method super().method() reaches in this class."""
        found = (name for base in self.bases.get(owner, ()) for name in self.nearest(base, method))
        return tuple(dict.fromkeys(found))

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
