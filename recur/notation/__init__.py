"""How a formula is written: `python` for programs, `text` for terminals, `latex` for papers.

Each has `write(expr) -> str`. They share `arrangement`: what stands above and below a fraction bar.
"""
