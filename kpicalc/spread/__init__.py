"""Pay spread over many processes or machines: parts of the facts, what they find together, one run."""
