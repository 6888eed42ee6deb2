"""Program and facts to values, breakdowns and explanations."""
