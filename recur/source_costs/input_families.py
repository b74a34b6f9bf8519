"""Kinds of inputs that are looked at alone: what their items and their numbers are, so that tests have answers.

An input in which every item is 1 is one of each length, so what it costs is never less than the best case.
"""

from __future__ import annotations

from recur.model.records import frozen


@frozen
class InputFamily:
    """All items of containers are the number `items`, and all that is compared with them is `numbers`.

    `first`: the first item of each is another one. `apart`: by how much the items of each container are more than those
    of the one before it. `multiple` divides every size.
    """

    words: str
    items: int
    numbers: int
    first: int | None = None
    apart: int = 0
    multiple: int = 0

    def of(self, position: int) -> int:
        """The items of the container at that position among the parameters."""
        return self.items + self.apart * position


#: 1 + 1 = 2, and 0 is left out, by which nothing can be divided
FAMILIES = (
    InputFamily("all items, and what they are compared with, are equal", 1, 1),
    InputFamily("all items are equal, and less than what they are compared with", 1, 2),
    InputFamily("all items are equal, and more than what they are compared with", 2, 1),
    InputFamily("the first item is the largest, and the others are equal", 1, 2, first=2),
    InputFamily("all items of one input are equal, and those of two inputs are not", 1, 1, apart=1),
    InputFamily("all items are equal, and negative", -1, -1),
    InputFamily("60 divides the numbers", 1, 1, multiple=60),
)
