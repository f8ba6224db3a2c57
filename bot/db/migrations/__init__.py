"""Alembic's migrations of the bot's database."""

HEAD = "0008"
"""The newest revision; a test keeps it true."""
