"""The planner measured: its plans against the cheapest there are, against greedy ones, and their calm and speed."""
