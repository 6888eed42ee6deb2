"""The statement as a workbook: what stands on its sheets, before any writer."""
