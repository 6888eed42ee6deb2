"""Made-up facts: which are worth trying, how they are laid out, and what the engine makes of many at once."""
