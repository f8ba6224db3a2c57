"""The local Telegram over HTTP: the Bot API for bots, and a small API for the page."""
