"""Functions of several sizes: which sizes fall, along which lines, and what is known of the arrays that so arise."""
