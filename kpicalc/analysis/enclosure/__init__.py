"""What every value of a program can be, proved for all facts that the scheme allows."""
