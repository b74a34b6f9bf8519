"""Files of times as tools write them, recognised by their content: one file a tool.

Each has `recognises_json` and `runs_of_json` of a parsed document, `recognises_text` and `runs_of_text`, and the
`REMARKS` that are said of what it reads.
"""
