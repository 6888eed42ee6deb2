"""Numbers of a scheme found from what it shall pay."""
