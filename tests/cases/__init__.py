"""Whole schemes, one per file, with every problem that they must give."""
