"""Results to documents, documents to bytes."""
