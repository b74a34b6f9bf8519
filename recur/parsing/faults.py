"""What a stage of the parser raises: the kind of error, the words, and offsets into the user's text."""

from recur.model import InvalidRecurrence, LimitExceeded, Place, RecurError, SyntaxProblem


class Fault(Exception):
    """An error at text[start:end]; `suggestion` is a whole repaired text, offered only if it can be read."""

    def __init__(
        self,
        message: str,
        start: int,
        end: int,
        suggestion: str | None = None,
        kind: type[RecurError] = SyntaxProblem,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = max(end, start + 1)
        self.suggestion = suggestion
        self.kind = kind
        self.advice = advice


def invalid(message: str, start: int, end: int) -> Fault:
    """A fault of the mathematics, not of the writing."""
    return Fault(message, start, end, kind=InvalidRecurrence)


def beyond_limit(message: str, start: int, end: int) -> Fault:
    return Fault(message, start, end, kind=LimitExceeded)


def place(text: str, start: int, end: int) -> Place:
    """Offsets as line and column, both counted from 1; a length never runs past its line."""
    start = max(0, min(start, len(text)))
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    stop = min(end, line_end if line_end >= 0 else max(len(text), start + 1))
    return Place(text.count("\n", 0, start) + 1, start - line_start + 1, max(1, stop - start))
