"""Scheme document and period to a Program of named formulas."""
