"""Answers for other programs: processes that wait warm and answer within limits."""
