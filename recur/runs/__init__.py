"""Programs run and timed: sizes chosen, samples taken and kept, parallel times held against the laws."""
