"""Files of times as tools write them, recognised by their content: one file a tool.

Each has `recognises_text` and `runs_of_text`, `recognises_json` and `runs_of_json` of a parsed document where the tool
writes JSON, and the `REMARKS` that are said of what it reads. A run that failed has the time `NO_TIME`.
"""
