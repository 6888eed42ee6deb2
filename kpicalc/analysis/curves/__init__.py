"""Pay as one fact moves: its pieces, jumps, and stretches without gain."""
