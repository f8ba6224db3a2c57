"""The portal's settings: from the environment or a `.env` file; docs/settings.md explains each."""

from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ASYNC_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
SHORTEST_SECRET = 16


def is_address(text: str) -> bool:
    """Whether it is an http address with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    data_dir: Path = Field(Path("data"), description="Where the SQLite databases lie")
    portal_database_url: str = Field(
        "",
        description="SQLite or PostgreSQL, as SQLAlchemy writes it; empty: portal.db in DATA_DIR",
    )
    files_dir: str = Field(
        "", description="Where files that people bring are kept; empty: files in DATA_DIR"
    )
    bucket_url: str = Field(
        "", description="An S3-compatible service for those files; empty: FILES_DIR"
    )
    bucket_name: str = Field("", description="The bucket there")
    bucket_region: str = Field("us-east-1", description="Its region, as it is signed for")
    bucket_key_id: str = Field("", description="The key's id")
    bucket_secret: SecretStr = Field(SecretStr(""), description="The key itself")
    portal_listen: str = Field("127.0.0.1:8000", description="host:port of `portal serve`")
    channel_token: str = Field(
        "", description="What the bot shows to follow events; empty: nobody may follow them"
    )
    claim_webhooks: SecretStr = Field(
        SecretStr(""), description="Where claims are sent to: addresses with spaces between them"
    )
    claim_webhook_secret: SecretStr = Field(
        SecretStr(""), description="What those requests are signed with"
    )
    bitrix24_url: SecretStr = Field(
        SecretStr(""), description="An incoming webhook of the Bitrix24 where claims become tasks"
    )
    bitrix24_application_token: SecretStr = Field(
        SecretStr(""), description="What its outgoing webhook shows when a task changes"
    )
    bitrix24_folder: int = Field(0, ge=0, description="The folder for photos, by its id")
    bitrix24_responsible: int = Field(0, ge=0, description="Whose a claim is if nobody else's")
    bitrix24_users: str = Field("", description="Ids there by managers' names: Anna=21, Igor=17")
    bitrix24_group: int = Field(0, ge=0, description="The project of those tasks; 0: none")
    timezone: str = Field("Europe/Moscow", description="The supplier's own: when its day begins")
    bot_username: str = Field("", description="The bot's, for the links of `portal invite`")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_json: bool = Field(False, description="Logs as JSON, a line each")

    @property
    def database_url(self) -> str:
        return self.portal_database_url or f"sqlite+aiosqlite:///{self.data_dir / 'portal.db'}"

    @property
    def files(self) -> Path:
        return Path(self.files_dir) if self.files_dir else self.data_dir / "files"

    @property
    def uploads(self) -> Path:
        """Where a file is while it comes in: on the disk where it will stay."""
        return self.files / "coming"

    @property
    def address(self) -> tuple[str, int]:
        """PORTAL_LISTEN as host and port."""
        host, _, port = self.portal_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def claim_webhook_addresses(self) -> list[str]:
        return list(dict.fromkeys(self.claim_webhooks.get_secret_value().split()))

    @property
    def bitrix24_user_ids(self) -> dict[str, int]:
        """BITRIX24_USERS by names in lower case."""
        return {name.casefold(): int(user) for name, user in self._pairs()}

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [each.rpartition("=") for each in self.bitrix24_users.split(",") if each.strip()]
        return [(name.strip(), user.strip()) for name, _, user in pairs]

    @field_validator("portal_database_url")
    @classmethod
    def _with_async_driver(cls, value: str) -> str:
        if not value:
            return value
        try:
            url = make_url(value)
        except ArgumentError:
            raise ValueError("is no database address, as sqlite:///data/portal.db is") from None
        driver = ASYNC_DRIVERS.get(url.drivername, url.drivername)
        if driver not in ASYNC_DRIVERS.values():
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url.set(drivername=driver).render_as_string(hide_password=False)

    @model_validator(mode="after")
    def _bucket_is_whole(self) -> "Settings":
        if not self.bucket_url:
            return self
        if not self.bucket_url.startswith(("http://", "https://")):
            raise ValueError("BUCKET_URL must begin with https:// or http://")
        if not (self.bucket_name and self.bucket_key_id and self.bucket_secret):
            raise ValueError("BUCKET_URL needs BUCKET_NAME, BUCKET_KEY_ID and BUCKET_SECRET")
        return self

    @model_validator(mode="after")
    def _webhooks_are_addresses(self) -> "Settings":
        for address in self.claim_webhook_addresses:
            if not is_address(address):
                raise ValueError("CLAIM_WEBHOOKS: each must begin with https:// or http://")
        secret = self.claim_webhook_secret.get_secret_value()
        if self.claim_webhook_addresses and len(secret) < SHORTEST_SECRET:
            raise ValueError(
                f"CLAIM_WEBHOOKS needs CLAIM_WEBHOOK_SECRET, {SHORTEST_SECRET} characters or more"
            )
        return self

    @model_validator(mode="after")
    def _bitrix24_is_whole(self) -> "Settings":
        address = self.bitrix24_url.get_secret_value()
        if not address:
            return self
        if not is_address(address) or "/rest/" not in address:
            raise ValueError("BITRIX24_URL must be as https://company.bitrix24.ru/rest/1/key/")
        if not (self.bitrix24_folder and self.bitrix24_responsible):
            raise ValueError("BITRIX24_URL needs BITRIX24_FOLDER and BITRIX24_RESPONSIBLE")
        for name, user in self._pairs():
            if not (name and user.isascii() and user.isdecimal()):
                raise ValueError("BITRIX24_USERS must be as «Игорь Петров=17, Анна Лис=21»")
        return self

    @field_validator("portal_listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not (host and port.isdecimal() and int(port) < 2**16):
            raise ValueError("must be host:port, as 127.0.0.1:8000 is")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("is no time zone, as Europe/Moscow is") from None
        return value

    @field_validator("bot_username")
    @classmethod
    def _without_at(cls, value: str) -> str:
        return value.removeprefix("@")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()
