"""A scheme written out as a regulation: clauses, tables, a worked example, places for signatures."""
