"""Workbooks and CSV files to typed columns with the way back to each cell."""
