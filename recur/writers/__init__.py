"""How blocks look: one writer a medium, a module here with `render(document)`; JSON, which is data, beside them."""

#: The media that every verb writes, and the ending of their files. Another one is its module and a line here.
MEDIA = {"text": ".txt", "latex": ".tex", "markdown": ".md", "html": ".html"}
#: Those whose writer has a PREAMBLE and an END, which make a whole document of what stands between them.
WHOLE = ("latex", "html")
