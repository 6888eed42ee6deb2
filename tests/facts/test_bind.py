"""Binding whole files: the plain path, joins, rows that do not count, and the receipt."""

from __future__ import annotations
