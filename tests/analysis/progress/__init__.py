"""Tests of the middle of a period."""
