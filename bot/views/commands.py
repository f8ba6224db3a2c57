"""Every command, and for whom it is: the help and Telegram's own list are made of these."""

from bot.services.portal.models import Account, CompanyOut

GUEST = ("search", "catalog", "settings", "cancel")
ACCOUNTANT = (
    "search", "catalog", "mine", "orders", "claim", "claims", "balance", "documents", "loyalty",
    "company", "manager", "settings", "cancel",
)  # fmt: skip
BUYER = (
    "search", "catalog", "mine", "cart", "undo", "orders", "repeat", "claim", "claims", "balance",
    "documents", "loyalty", "company", "manager", "settings", "cancel",
)  # fmt: skip
STAFF = (
    "claims", "customers", "messages", "digest", "requests", "broadcast", "invite", "absence",
    "leave",
)  # fmt: skip
SAID_OF_STAFF = {"claims": "queue"}
"""Of these, other words than to a company's people."""
IN_PLACE = ("start", "help", "desk", "delete")
"""Told of where they are of use: a link, the list itself, the managers' group."""
LISTED = (
    "search", "catalog", "mine", "cart", "orders", "repeat", "claim", "claims", "balance",
    "documents", "loyalty", "company", "settings", "help", "cancel",
)  # fmt: skip
"""Beside the text field, for everybody: Telegram has one list."""


def commands_for(account: Account | None, company: CompanyOut | None) -> tuple[str, ...]:
    if account is None or company is None:
        return GUEST
    return ACCOUNTANT if company.role == "accountant" else BUYER
