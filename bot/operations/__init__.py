"""Logs and health: what whoever runs the bot sees."""
