"""Every sentence the program says, in each language."""
