"""Scheme text (YAML) to a typed document that knows the place of every word."""
