"""Small changes to the program, one at a time: does a test notice? `python -m tests.mutation.run` tells."""
