"""From what people type to what they mean. Knows nothing of Discord and keeps nothing of what was typed."""
