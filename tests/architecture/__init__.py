"""The rules of the layout, the sizes and the names, checked on the source text."""
