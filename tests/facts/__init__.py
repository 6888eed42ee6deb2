"""Tests of reading facts: files, headers, cells, joins, receipts."""
