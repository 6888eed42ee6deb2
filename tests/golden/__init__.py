"""Golden tests: pay worked by hand, with the rule quoted."""
