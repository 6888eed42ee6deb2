"""Tests of the written regulation."""
