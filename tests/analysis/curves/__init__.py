"""Pay as one fact moves."""
