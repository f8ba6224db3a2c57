"""Language and look."""

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import callbacks as cb
from bot.screen import Button, Heading, Screen
from bot.views.notice_settings import opener
from bot.views.parts import lines

LANGUAGES = ("ru", "en")


def settings(t: Translator, language: str | None, *, rich: bool) -> Screen:
    """`language` None: as Telegram says."""
    languages = [
        _choice(
            t, t(f"settings-language-{code}"), cb.SetLanguage(code=code).pack(), code == language
        )
        for code in LANGUAGES
    ]
    auto = _choice(t, t("settings-language-auto"), cb.SetLanguage(code="").pack(), language is None)
    looks = (
        _choice(t, t("settings-look-tables"), cb.SetRich(on=True).pack(), rich),
        _choice(t, t("settings-look-text"), cb.SetRich(on=False).pack(), not rich),
    )
    named = "auto" if language is None else language
    look = t("settings-look-tables" if rich else "settings-look-text")
    return Screen(
        (
            Heading(t("settings-title")),
            lines(
                f"{t('settings-language')}: {t(f'settings-language-{named}')}",
                f"{t('settings-look')}: {look}",
            ),
        ),
        (tuple(languages), (auto,), looks, (opener(t),), (buttons.menu(t),)),
    )


def _choice(t: Translator, name: str, data: str, chosen: bool) -> Button:
    return Button(t("settings-chosen", name=name) if chosen else name, data)
