"""What finding and comparing stories costs, and how good it is."""
