"""What can be proved of a scheme: bounds of pay, what cannot happen, what stands out."""
