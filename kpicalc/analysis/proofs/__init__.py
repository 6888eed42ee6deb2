"""Proofs about a compiled scheme: what in it can never happen, and what harm can; `prove` is the verb."""
