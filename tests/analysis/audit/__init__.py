"""Tests of the audit of a month."""
