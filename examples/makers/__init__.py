"""The facts of a small company for March 2026: one module for each pay system."""
