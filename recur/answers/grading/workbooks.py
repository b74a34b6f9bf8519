"""Workbooks of a spreadsheet, by openpyxl."""

from typing import Any

from recur.answers.grading.submissions import InvalidAssignment


def openpyxl() -> Any:
    """The package; `InvalidAssignment` says how to get it."""
    try:
        import openpyxl as package
    except ImportError:
        raise InvalidAssignment("workbooks need openpyxl", hint='pip install "recur[xlsx]"') from None
    return package
