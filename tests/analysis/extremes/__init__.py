"""The least and greatest amounts."""
