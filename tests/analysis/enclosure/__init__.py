"""What every value of a program can be."""
