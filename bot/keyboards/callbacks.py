"""What a press of a button can mean: one class per intent, here or in the file of its matter.

Telegram allows 64 bytes. A press carries opaque ids alone, never a name or a price: buttons live
for months, so what they show is read anew.
"""

from aiogram.filters.callback_data import CallbackData

# Menu


class Menu(CallbackData, prefix="m"):
    """Back to the main menu."""


class AskSearch(CallbackData, prefix="as"):
    """How to search, from the menu."""


class StopAsking(CallbackData, prefix="st"):
    """Leaves what is being asked, as /cancel does."""


class ShowHelp(CallbackData, prefix="h"):
    pass


# Coming in


class HaveCode(CallbackData, prefix="hc"):
    pass


class SharePhone(CallbackData, prefix="sp"):
    pass


class Register(CallbackData, prefix="rg"):
    pass


class Link(CallbackData, prefix="ln"):
    key: str
    """Of the `Linking` row."""


# Catalogue


class TurnPage(CallbackData, prefix="pg"):
    """Of the list in this message; its query is in the `Card` row."""

    number: int


class OpenProduct(CallbackData, prefix="p"):
    id: str


class AddFromRow(CallbackData, prefix="ar"):
    id: str


class AddFromCard(CallbackData, prefix="ac"):
    id: str


class AskQuantity(CallbackData, prefix="q"):
    id: str


class ShowAnalogues(CallbackData, prefix="an"):
    id: str


class ShowVariants(CallbackData, prefix="va"):
    id: str


class ShowGroups(CallbackData, prefix="gr"):
    """The groups within a group; empty: the top of the catalogue."""

    id: str = ""
    page: int = 0


class ShowGroupGoods(CallbackData, prefix="gg"):
    id: str


class NarrowList(CallbackData, prefix="nl"):
    """The list in this message otherwise; it says how, not what to turn over: it may be pressed
    twice."""

    in_stock: bool
    sort: str
    """name, price, or empty: as it comes."""


class ShowMine(CallbackData, prefix="my"):
    pass


class ShowFavourites(CallbackData, prefix="fv"):
    pass


class Favour(CallbackData, prefix="fa"):
    id: str
    on: bool


class Watch(CallbackData, prefix="wt"):
    id: str
    on: bool


# Company, settings


class ShowCompany(CallbackData, prefix="cy"):
    pass


class SwitchCompany(CallbackData, prefix="sw"):
    id: str


class ShowPeople(CallbackData, prefix="pp"):
    pass


class RemovePerson(CallbackData, prefix="px"):
    id: str


class RemovePersonSurely(CallbackData, prefix="py"):
    id: str


class InviteColleague(CallbackData, prefix="ic"):
    pass


class InviteAs(CallbackData, prefix="ia"):
    """To the active company."""

    role: str


class ShowSettings(CallbackData, prefix="se"):
    pass


class SetLanguage(CallbackData, prefix="sl"):
    code: str
    """Empty: as Telegram says."""


class SetRich(CallbackData, prefix="sr"):
    on: bool


# Staff


class ShowRequests(CallbackData, prefix="rq"):
    pass


class OpenRequest(CallbackData, prefix="ro"):
    id: str


class ApproveRequest(CallbackData, prefix="ra"):
    id: str
    price_type: str


class DeclineRequest(CallbackData, prefix="rd"):
    id: str


class InviteTo(CallbackData, prefix="it"):
    """Staff invites to any company."""

    inn: str
    role: str


class AskInn(CallbackData, prefix="ai"):
    pass
