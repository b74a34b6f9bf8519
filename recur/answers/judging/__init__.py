"""One answer held against what is proved: claims of every kind, each link of a chain."""
