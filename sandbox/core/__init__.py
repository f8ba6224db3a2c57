"""The local Telegram without HTTP: what it knows, what a bot may call, what people may do."""
