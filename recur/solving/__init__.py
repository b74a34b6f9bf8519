"""From a recurrence to a proved bound: the solver, the order of its methods, and a family of methods a folder."""
