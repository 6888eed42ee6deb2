"""The layout of a scheme file made even, with every word and comment left as it is."""
