"""Compute KPI-driven pay from a scheme kept as text."""

__version__ = "0.1.0"
