"""Tests of pay spread over parts."""
