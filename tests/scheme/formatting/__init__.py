"""Tests of the layout of scheme files."""
