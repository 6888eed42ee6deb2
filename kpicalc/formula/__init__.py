"""Formula text to a tree of nodes and back; functions and kinds."""
