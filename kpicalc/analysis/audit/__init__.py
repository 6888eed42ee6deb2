"""Fairness and honesty of schemes on real facts."""
