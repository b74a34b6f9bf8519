"""How a formula is written: `layout` sets it as `boxes`, once; `text`, `latex`, `mathml`, `python` show them."""
