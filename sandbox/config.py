"""Settings of the local Telegram, from the environment or `.env`."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from sandbox.defaults import TOKEN, USERNAME


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    sandbox_listen: str = Field(
        "127.0.0.1:8080",
        description="Where the local Telegram answers; only this machine can reach it by default.",
    )
    bot_token: str = Field(TOKEN, pattern=r"^\d+:\S+$", description="The bot that it serves.")
    bot_username: str = Field(USERNAME, description="Its @username, without the @.")
    data_dir: Path = Field(Path("data"), description="Chats and files are kept below it.")
    log_level: str = "INFO"

    @field_validator("sandbox_listen")
    @classmethod
    def _has_a_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("it must be HOST:PORT, as 127.0.0.1:8080")
        return value

    @field_validator("bot_username")
    @classmethod
    def _without_at(cls, value: str) -> str:
        return value.removeprefix("@")

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.sandbox_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def folder(self) -> Path:
        return self.data_dir / "telegram"
