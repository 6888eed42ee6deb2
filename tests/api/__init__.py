"""Tests of the public verbs."""
