"""The Russian sentences, one module per area of the program."""
