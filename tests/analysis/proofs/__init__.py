"""Tests of the proofs about schemes."""
