"""From a Screen to what Telegram takes: rich blocks, or HTML text with the same content."""
