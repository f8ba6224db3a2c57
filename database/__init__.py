"""How a database is opened right: what the bot and the portal share, knowing nothing of either."""
