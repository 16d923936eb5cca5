"""What to say, as plain values."""
