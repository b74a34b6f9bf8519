"""How a solution, an error and a comparison are shown: one file a format, which never knows the methods.

`layout` breaks lines, `characters` makes any text fit for its medium, `wording` holds what all formats say.
"""
