"""Language and look, and the help."""

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import callbacks as cb
from bot.screen import Block, Bold, Button, Code, Heading, Paragraph, Screen, Text
from bot.services.portal.models import Account, CompanyOut
from bot.views.commands import SAID_OF_STAFF, STAFF, commands_for
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


EXAMPLES = ("0893106 10", "0893106 - 10 шт", "0893106; 10", "WD-40-400 2 уп")


def help_for(t: Translator, account: Account | None, company: CompanyOut | None) -> Screen:
    """By role: nobody reads of what they can't do."""
    buyer = company is not None and company.role in ("owner", "buyer")
    blocks: list[Block] = [
        Heading(t("help-title")),
        lines(t("help-search"), *(_entry(t) if buyer else ())),
    ]
    if buyer:
        blocks.append(lines(t("help-list"), t("help-card"), t("help-cart")))
    if account is None:
        blocks.append(Paragraph(t("help-connect")))
    blocks.append(
        lines(
            (Bold(t("help-commands")),),
            *(f"/{name} — {t(f'command-{name}')}" for name in commands_for(account, company)),
        )
    )
    if account is not None and account.staff_role:
        staff = [f"/{name} — {t(f'command-{SAID_OF_STAFF.get(name, name)}')}" for name in STAFF]
        blocks.append(lines((Bold(t("help-staff")),), *staff))
    form = (buttons.blank(t),) if buyer else ()
    write = (buttons.manager(t),) if company and company != account_for(account) else ()
    return Screen(tuple(blocks), tuple(row for row in (write, (*form, buttons.menu(t))) if row))


def account_for(account: Account | None) -> CompanyOut | None:
    """The company on whose behalf one of the staff acts: to their own manager nobody writes."""
    return account.acting_for if account else None


def _entry(t: Translator) -> list[Text]:
    return [t("help-entry"), *((Code(example),) for example in EXAMPLES)]


def help_in_group(t: Translator) -> Screen:
    return Screen(
        (Heading(t("help-title")), lines(f"/search — {t('command-search')}", t("group-private")))
    )
