"""Regular expressions that are compiled when they are first asked: a command reads with few of those it may need."""

import re
from typing import AnyStr, cast

#: What a compiled one answers by; the rest of it is read seldom.
_VERBS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")


class _Uncompiled:
    """A regular expression by its text; each verb of the compiled one takes its slot once one of them is asked for."""

    __slots__ = ("_flags", "pattern", *_VERBS)

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """What its slot does not hold yet."""
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for verb in _VERBS:
            setattr(self, verb, getattr(compiled, verb))
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The regular expression, which is what `re.compile` gives but for when it is compiled: an error in it comes late.

    The `re` of a match is the compiled one, and so another value than this.

    >>> regex("[0-9]+").findall("4T(n/2)+17")
    ['4', '2', '17']
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(pattern, flags))
