"""Proofs about schemes."""
