"""The book of months: one SQLite file that remembers what was paid, by what, and by whom it was closed."""
