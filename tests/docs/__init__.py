"""Tests of the documentation: its examples give what they say."""
