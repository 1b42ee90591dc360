"""One spider an edition."""
