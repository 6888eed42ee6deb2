"""Tests of schemes: given facts, expected pay, and what the tests never reach."""
