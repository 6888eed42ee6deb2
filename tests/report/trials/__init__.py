"""Tests of the reports on scheme tests."""
