"""Columns of whole numbers times one fraction, where they give what decimals would give."""
