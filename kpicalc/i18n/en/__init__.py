"""The English sentences, one module per area of the program."""
