"""What if the facts were others: which cells are meant, what stands in them, and what that pays."""
