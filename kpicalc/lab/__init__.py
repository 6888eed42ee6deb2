"""Made-up facts: which are worth trying, how they are laid out, what comes of them, and where they turn."""
