"""The page of the local Telegram in a headless Chromium, and a person who uses it.

    async with chromium() as browser:
        page = await open_page(browser, address)
        anna = Person(page, "Анна")
        await anna.send("0893106 10")
        await anna.wait_for("В корзине")
        await anna.click("Оформить заказ")

The hooks it holds on to are listed at the top of `sandbox/page/app.js`.
"""

import contextlib
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, FilePayload, Locator, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LAPTOP = (1440, 900)
PHONE = (390, 844)

expect.set_options(timeout=15_000)  # milliseconds: a loaded machine is slow, and not wrong


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser; the test is skipped where the machine has none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, and the page is tested")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        await browser.close()


async def open_page(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = LAPTOP,
    scheme: Literal["light", "dark"] = "light",
    timeout: float = 30_000,  # noqa: ASYNC109  (Playwright's own, in milliseconds)
) -> Page:
    """The page, loaded and listening to events."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        has_touch=size[0] < 760,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(timeout)
    page = await context.new_page()
    await visit(page, address)
    return page


async def visit(page: Page, address: str) -> None:
    await page.goto(address)
    if not address.startswith("about:"):
        await page.wait_for_selector("html[data-ready]")


class Person:
    """Somebody whose column is on the page, found by (a part of) the name."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.column = page.locator(f'[data-person][aria-label*="{name}"]')

    async def show(self) -> None:
        """On a phone's screen one person is seen at a time: turn to this one."""
        person_id = await self.column.get_attribute("data-person")
        tab = self.page.locator(f'[data-person-tab="{person_id}"]')
        if await tab.is_visible():
            await tab.click()

    async def open_chat(self, title: str) -> None:
        await self.show()
        await self.column.get_by_test_id("chat-tab").filter(has_text=title).click()

    async def send(self, text: str) -> None:
        await self.show()
        await self.column.get_by_test_id("composer").fill(text)
        await self.column.get_by_test_id("send").click()

    async def click(self, text: str) -> None:
        """Press the newest button of the bot with exactly this text; else one of its keyboard."""
        await self.show()
        exactly = re.compile(rf"^\s*{re.escape(text)}\s*$")
        inline = self.column.get_by_test_id("inline-button").filter(has_text=exactly)
        reply = self.column.get_by_test_id("reply-button").filter(has_text=exactly)
        await expect(inline.or_(reply).first).to_be_attached()
        await (inline.last if await inline.count() else reply.last).click()

    async def share_contact(self) -> None:
        await self.show()
        await self.column.get_by_test_id("attach").click()
        await self.page.get_by_test_id("menu").get_by_role("menuitem").nth(1).click()

    async def upload(
        self, files: Sequence[str | Path] | Sequence[FilePayload], caption: str = ""
    ) -> None:
        """Send files by the clip: pictures as photos, the rest as documents."""
        await self.show()
        chosen = list(files)
        await self.column.get_by_test_id("file").set_input_files(chosen)  # type: ignore[arg-type]
        await self.page.get_by_test_id("caption").fill(caption)
        await self.page.get_by_test_id("dialog-submit").click()
        await expect(self.page.get_by_test_id("attach-dialog")).to_have_count(0)

    def messages(self) -> Locator:
        return self.column.get_by_test_id("message")

    def message(self, text: str) -> Locator:
        """The newest message in which this text is seen."""
        return self.messages().filter(has_text=text).last

    async def wait_for(self, text: str) -> None:
        await expect(self.message(text)).to_be_attached()

    async def last(self) -> str:
        """The words of the newest message, without its time."""
        return (
            await self.messages()
            .last.get_by_test_id("bubble")
            .evaluate(
                """bubble => {
                const meta = bubble.querySelector(".meta");
                meta.hidden = true;
                const words = bubble.innerText.trim();
                meta.hidden = false;
                return words;
            }"""
            )
        )

    async def toast(self) -> str:
        return await self.column.get_by_test_id("toast").last.inner_text()

    async def alert(self) -> str:
        """The words of the alert over the chat; it is closed then."""
        words = await self.column.get_by_test_id("alert").locator("p").inner_text()
        await self.column.get_by_test_id("alert-ok").click()
        return words

    async def screenshot(self, path: str | Path) -> None:
        await self.show()
        await self.page.screenshot(path=path)
