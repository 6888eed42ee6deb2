"""Results of scheme tests for people and for other programs."""
