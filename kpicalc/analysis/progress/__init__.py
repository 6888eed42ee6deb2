"""Where everybody stands in the middle of a period: what was due, at the present pace, at plan."""
