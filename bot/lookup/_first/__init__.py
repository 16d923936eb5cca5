"""The first lookup."""
