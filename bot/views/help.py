"""What can be typed, and leaving a question."""

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.screen import Block, Bold, Code, Heading, Paragraph, ReplyKeyboard, Screen, Text
from bot.services.portal.models import Account, CompanyOut
from bot.views.commands import SAID_OF_STAFF, STAFF, commands_for
from bot.views.parts import lines

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


def left(t: Translator, asked: bool, *, phone: bool) -> Screen:
    """`asked`: there was a question to leave; `phone`: its button goes too."""
    words = t("cancel-done" if asked else "cancel-nothing")
    return Screen((Paragraph(words),), reply=ReplyKeyboard() if phone else None)
