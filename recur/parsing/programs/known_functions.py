"""Names before a bracket that are no procedure: mathematical functions and questions to a structure, each Θ(1).

What is in neither table, and is defined nowhere, has a cost that nobody knows.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words(
    """
    abs ceil ceiling floor round trunc frac sqrt cbrt exp pow log lg ln log2 log10 sin cos tan atan
    sgn sign mod div odd even isodd iseven min max len length size rows cols columns numrows numcols
    swap exchange print println printf output write random rand int float double bool char ord chr str string
    array matrix vector new range null nil pair tuple
    """
)
METHODS = _words(
    """
    length len size count rows cols columns append push pop top peek front first last left right root parent key
    next prev empty isempty is_empty
    """
)
#: words of the language and of prose that a bracket may follow
WORDS = _words(
    """
    if while for and or not return else elif elseif then do until in to downto by is of with repeat loop let be
    output parallel foreach spawn sync call when unless where otherwise case from end step all each
    """
)
#: of one argument only where that is a number: the largest of a whole array takes its length
_OF_TWO = frozenset(("min", "max"))


def takes_constant_time(name: str, arguments: int) -> bool:
    """Does the function take Θ(1), called with so many arguments?

    >>> takes_constant_time("max", 2), takes_constant_time("max", 1), takes_constant_time("combine", 2)
    (True, False, False)
    """
    folded = name.casefold()
    return folded in FUNCTIONS and not (folded in _OF_TWO and arguments < 2)


def asks_a_structure(name: str, arguments: int) -> bool:
    """A.length(), S.push(x), S.pop(): Θ(1); pop(0) moves what is behind it.

    >>> asks_a_structure("pop", 0), asks_a_structure("pop", 1), asks_a_structure("sort", 0)
    (True, False, False)
    """
    folded = name.casefold()
    return folded in METHODS and not (folded == "pop" and arguments) and not (folded == "count" and arguments)
