"""Alembic's migrations of the bot's database."""

HEAD = "0007"
"""The newest revision; a test keeps it true."""
