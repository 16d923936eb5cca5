"""What outlives a restart: pins and the settings of servers. Rows hold Discord's ids of places, never of people."""
