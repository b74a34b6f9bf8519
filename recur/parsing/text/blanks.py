"""What stands in for a part of a text that says nothing: as long as it was, so that every column stays where it was."""

import re


def blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def instead(sign: str, match: re.Match[str]) -> str:
    """`sign`, and blanks up to the length of what it stands for."""
    return sign.ljust(len(match[0]))
