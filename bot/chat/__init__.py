"""The only room that knows Discord: cards, buttons, commands, and the one door out."""
