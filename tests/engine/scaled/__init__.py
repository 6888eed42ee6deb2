"""Tests of columns of whole numbers."""
