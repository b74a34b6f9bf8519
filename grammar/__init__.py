"""The grammars of the two languages recur reads, as lark files."""
