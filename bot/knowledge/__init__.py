"""What the bot knows: values, loader, editorial rules. Imports nothing above it, and never discord."""
