"""Values that show themselves: as text, as JSON, and in a notebook.

How each looks is a line of `recur.writers.show`, far above: the one import upwards in the house, and a late one.
"""

from collections.abc import Container
from typing import Any


class Shown:
    """A value that prints as it is shown; the faces it has beside its text are listed in `recur.writers.show`."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(self._face("text"))

    def _face(self, name: str, *more: object) -> Any:
        from recur.writers.show import face

        return face(self, name)(self, *more)


class Answer(Shown):
    """A value that is also data, and that a notebook shows."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The value as the JSON face shows it."""
        return dict(self._face("json"))

    def _repr_latex_(self) -> str | None:
        return self._repr_mimebundle_(include=("text/latex",)).get("text/latex")

    def _repr_mimebundle_(self, include: Container[str] | None = None, exclude: object = None) -> dict[str, str]:
        """What a notebook shows: every face that it knows."""
        from recur.writers.show import bundle

        return bundle(self, include)
