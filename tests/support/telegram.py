"""aiogram's Bot on the local Telegram, in-process."""

import asyncio
import json
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile

from sandbox.telegram import ApiError, Telegram, Upload


class LocalSession(BaseSession):
    """Calls the core as AiohttpSession would call Telegram: the same text in the parameters, the
    same reading of results and refusals. `unreachable = True` makes it a network without a way."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__(api=TelegramAPIServer.from_base("http://local.invalid"))
        self.telegram = telegram
        self.unreachable = False

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  (aiogram's signature)
    ) -> TelegramType:
        # The dead have none (`tests.reliability.mortal`), and what they still say comes nowhere.
        asyncio.get_running_loop()
        if self.unreachable:
            raise TelegramNetworkError(method=method, message="ClientConnectorError: no way")
        params: dict[str, Any] = {}
        attached: dict[str, InputFile] = {}
        for key, value in method.model_dump(warnings=False).items():
            prepared = self.prepare_value(value, bot=bot, files=attached)
            if prepared:
                params[key] = prepared
        files = {
            key: Upload(b"".join([part async for part in value.read(bot)]), value.filename or key)
            for key, value in attached.items()
        }
        status, content = await self._answer(bot, method.__api_method__, params, files)
        response = self.check_response(
            bot=bot, method=method, status_code=status, content=json.dumps(content)
        )
        return response.result  # type: ignore[return-value]

    async def _answer(
        self, bot: Bot, name: str, params: dict[str, Any], files: dict[str, Upload]
    ) -> tuple[int, dict[str, Any]]:
        try:
            if bot.token != self.telegram.token:
                raise ApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized")
            result = await self.telegram.call(name, params, files)
        except ApiError as error:
            return error.error_code, error.as_json()
        return HTTPStatus.OK, {"ok": True, "result": result}

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        path = url.partition(f"/file/bot{self.telegram.token}/")[2]
        data = self.telegram.download(path)
        for at in range(0, len(data), chunk_size):
            yield data[at : at + chunk_size]

    async def close(self) -> None:
        """There is nothing to close."""


def local_bot(telegram: Telegram, **defaults: Any) -> Bot:
    """A Bot of the local Telegram; `defaults` as for DefaultBotProperties."""
    return Bot(
        telegram.token,
        session=LocalSession(telegram),
        default=DefaultBotProperties(**defaults),
    )
