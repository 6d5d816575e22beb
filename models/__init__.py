"""Chat models and embeddings, by name."""
