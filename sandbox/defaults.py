"""The bot that the local Telegram serves where nothing else is set."""

TOKEN = "1000000:local-telegram-token"  # noqa: S105  (everybody's: it opens nothing but this)
USERNAME = "artikul_local_bot"
