"""A local copy of the shape of the three sites, filled with our own articles or the user's."""
