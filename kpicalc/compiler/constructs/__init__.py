"""What the constructs of a scheme become in named formulas, each file as in `kpicalc/scheme/constructs`."""
