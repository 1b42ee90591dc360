"""Measurements, of quality against gold data and of speed against a named reference."""
