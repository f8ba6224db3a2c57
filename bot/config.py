"""The bot's settings: environment variables, or lines of `.env` in the working directory."""

from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    bot_token: SecretStr = Field(
        default=SecretStr(""),
        description="The bot's token, from @BotFather. Nothing starts without it but the demo.",
    )
    bot_username: str = Field(
        default="",
        description="The bot's username without @, for invitation links"
        " (https://t.me/USERNAME?start=CODE). Empty: asked of Telegram at start.",
    )
    bot_api_url: str = Field(
        default="https://api.telegram.org",
        description="The Bot API server: Telegram's own, one's own telegram-bot-api, or the local"
        " Telegram of `python -m sandbox`.",
    )
    data_dir: Path = Field(
        default=Path("data"),
        description="Where the SQLite databases, the search index and the heartbeat live.",
    )
    bot_database_url: str = Field(
        default="",
        description="The bot's database. Empty: SQLite in DATA_DIR/bot.db. PostgreSQL:"
        " postgresql://user:password@host/name.",
    )
    portal_url: str = Field(
        default="",
        description="The portal's address (http://portal:8000). Empty: the portal is embedded in"
        " the bot's process.",
    )
    channel_token: SecretStr = Field(
        default=SecretStr(""),
        description="What the bot shows a portal on its own to follow its events: the same as the"
        " portal's. An embedded portal needs none.",
    )
    portal_database_url: str = Field(
        default="",
        description="The embedded portal's database. Empty: SQLite in DATA_DIR/portal.db.",
    )
    portal_listen: str = Field(
        default="",
        description="HOST:PORT on which the embedded portal answers HTTP too. Empty: in-process"
        " only.",
    )
    redis_url: str = Field(
        default="",
        description="Redis for the conversation states (redis://host:6379/0). Empty: they are kept"
        " in the bot's database.",
    )
    allow_paid_broadcast: bool = Field(
        default=False,
        description="Pay Telegram's Stars to send up to 1,000 messages a second instead of 30.",
    )
    webhook_url: str = Field(
        default="",
        description="The public https address to which Telegram delivers updates. Empty: the bot"
        " asks for them itself (long polling).",
    )
    webhook_secret: SecretStr = Field(
        default=SecretStr(""),
        description="The secret that Telegram sends back with each update: 1-256 characters of"
        " A-Z, a-z, 0-9, _ and -. Required with WEBHOOK_URL.",
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8090",
        description="HOST:PORT on which the bot listens for Telegram's deliveries.",
    )
    sandbox_listen: str = Field(
        default="127.0.0.1:8080",
        description="HOST:PORT on which the demo's local Telegram and its page answer.",
    )
    default_language: Literal["ru", "en"] = Field(
        default="ru",
        description="The language for those whose Telegram speaks neither Russian nor English.",
    )
    timezone: str = Field(
        default="Europe/Moscow",
        description="The supplier's time zone, as the tz database calls it. A company's own, where"
        " it has one, goes first.",
    )
    digest_hour: int = Field(
        default=9,
        ge=-1,
        le=23,
        description="The hour of the supplier's day at which the staff is sent the day in numbers,"
        " on working days. -1: never.",
    )
    score_after_hours: int = Field(
        default=3,
        ge=-1,
        le=720,
        description="How many hours after a delivery the order's author is asked how it went. -1:"
        " never.",
    )
    score_within_days: int = Field(
        default=7,
        ge=1,
        le=90,
        description="Of deliveries that are longer ago nobody is asked any more.",
    )
    payment_reminder_hour: int = Field(
        default=10,
        ge=-1,
        le=23,
        description="The hour of a company's day from which it is reminded of what is to be paid,"
        " on the supplier's working days. -1: never.",
    )
    payment_reminder_days: str = Field(
        default="-3,-1,0,1,3,7",
        description="On which days it is reminded of a document, counted from the day it is due.",
    )
    payment_reminder_every: int = Field(
        default=7,
        ge=0,
        le=365,
        description="After the last of these every so many days. 0: no more.",
    )
    cart_reminder_hours: int = Field(
        default=24,
        ge=-1,
        le=720,
        description="After so many hours without a change somebody is reminded of their cart. -1:"
        " never.",
    )
    usual_order_reminder: bool = Field(
        default=True,
        description="Remind a company's buyers when their usual order is due.",
    )
    loyalty_reminder_days: int = Field(
        default=14,
        ge=-1,
        le=90,
        description="So many days before a level of the loyalty programme lapses, its owners and"
        " buyers are told what is missing. -1: never.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="The least severe records that are written."
    )
    log_json: bool = Field(
        default=False, description="Logs as one JSON object a line, for a log collector."
    )

    @field_validator("bot_username")
    @classmethod
    def _without_at(cls, value: str) -> str:
        return value.removeprefix("@")

    @field_validator("bot_database_url", "portal_database_url")
    @classmethod
    def _with_async_driver(cls, value: str) -> str:
        kind, separator, rest = value.partition("://")
        return f"{DRIVERS.get(kind, kind)}{separator}{rest}"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"no such time zone: {value!r}") from None
        return value

    @field_validator("payment_reminder_days")
    @classmethod
    def _days(cls, value: str) -> str:
        days_of(value)
        return value

    @field_validator("portal_listen", "webhook_listen", "sandbox_listen")
    @classmethod
    def _address(cls, value: str) -> str:
        if value:
            split_address(value)
        return value

    @field_validator("bot_api_url", "portal_url", "webhook_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("an address starts with http:// or https://")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise ValueError(
                "WEBHOOK_URL needs WEBHOOK_SECRET: without it anybody may pose as Telegram"
            )
        return self

    @property
    def database_url(self) -> str:
        return self.bot_database_url or f"sqlite+aiosqlite:///{self.data_dir / 'bot.db'}"

    @property
    def heartbeat_file(self) -> Path:
        return self.data_dir / "bot.heartbeat"


def days_of(text: str) -> tuple[int, ...]:
    """`-3,-1,0` → its numbers, the lowest first. Raises ValueError where they are none."""
    try:
        days = tuple(sorted({int(each) for each in text.split(",")}))
    except ValueError:
        raise ValueError(f"not days as -3,-1,0,7: {text!r}") from None
    if not -60 <= days[0] <= days[-1] <= 365:
        raise ValueError("days from -60 to 365")
    return days


def split_address(address: str) -> tuple[str, int]:
    """`HOST:PORT` → its parts. Raises ValueError where it is not one."""
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdigit() or int(port) > 65535:
        raise ValueError(f"not an address of the form HOST:PORT: {address!r}")
    return host.strip("[]"), int(port)
