"""A program at one size: its series-parallel DAG and greedy schedules of it."""
