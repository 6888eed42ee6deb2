"""Commands and all that they print."""
