"""What holds for every scheme and all facts: random examples, a second evaluator, faults at every step."""
