"""Charts as pictures of strokes, areas and labels, and the writers that draw them."""
