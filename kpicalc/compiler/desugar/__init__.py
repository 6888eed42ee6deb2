"""One file per construct: what it becomes in named formulas."""
