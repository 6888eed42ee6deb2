"""Tests of the constructs as written."""
