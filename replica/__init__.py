"""A local copy of the shape of the three sites, filled with articles of our own or of the user's."""
