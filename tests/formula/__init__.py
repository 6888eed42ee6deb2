"""The formula language: spelling, grammar, printing, functions, kinds."""
