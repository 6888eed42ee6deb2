"""What editors need to know of the files: a JSON Schema made from the documents."""
