"""What code costs: the sizes of its values, the rounds of its loops, and its functions as procedures of a program."""
