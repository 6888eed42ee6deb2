"""Pure functions from results to neutral documents."""
