"""Tests of the words and of how values are written."""
