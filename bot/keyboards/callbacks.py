"""Every press a button can mean: one class per intent.

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


# Cart


class ShowCart(CallbackData, prefix="c"):
    page: int = 0


class TakeBack(CallbackData, prefix="tb"):
    """Takes back what this message put into the cart, and nothing else."""


class ClearCart(CallbackData, prefix="cc"):
    pass


class ClearCartSurely(CallbackData, prefix="cs"):
    id: str
    """Of the cart that was asked about."""


class ShowCarts(CallbackData, prefix="kk"):
    """The company's carts."""


class FillCart(CallbackData, prefix="ks"):
    """This one from now on."""

    id: str


class NewCart(CallbackData, prefix="kn"):
    """Of a kind of supply; empty: from the warehouses."""

    supply: str = ""


class PickSupply(CallbackData, prefix="kp"):
    """Of which kind of supply the new cart is to be."""


class NameCart(CallbackData, prefix="kr"):
    id: str


class CopyCart(CallbackData, prefix="kc"):
    id: str


class PickCartToMerge(CallbackData, prefix="km"):
    id: str
    """Of the cart that takes the other in."""


class MergeCarts(CallbackData, prefix="kj"):
    id: str
    other: str


class RemoveCart(CallbackData, prefix="kx"):
    id: str


class RemoveCartSurely(CallbackData, prefix="ky"):
    id: str


class ShowLinesToDrop(CallbackData, prefix="kl"):
    """Without which the order would be within the limit."""


class DropLines(CallbackData, prefix="kd"):
    pass


# Lists: `key` is that of the `ListDraft` row, `number` that of its line


class ShowDraftList(CallbackData, prefix="ls"):
    key: str
    page: int
    only: str
    """all or open: what still waits for the buyer."""


class OpenListLine(CallbackData, prefix="ll"):
    key: str
    number: int


class ConfirmListLine(CallbackData, prefix="ly"):
    key: str
    number: int


class ConfirmShownLines(CallbackData, prefix="lY"):
    """Everything likely from one line to another."""

    key: str
    first: int
    last: int


class ChooseForLine(CallbackData, prefix="lc"):
    key: str
    number: int
    id: str
    """Of the product."""


class RemoveListLine(CallbackData, prefix="lr"):
    key: str
    number: int


class AddList(CallbackData, prefix="la"):
    key: str


class TakeBackList(CallbackData, prefix="lb"):
    """Takes back what this message put into the cart; the draft has it again."""


class ListReport(CallbackData, prefix="lx"):
    key: str


class DropList(CallbackData, prefix="ld"):
    key: str


class RestoreList(CallbackData, prefix="lo"):
    key: str


class GetBlank(CallbackData, prefix="lf"):
    """A sheet with this company's usual items, to fill in and send back."""


# Checkout


class CheckOut(CallbackData, prefix="co"):
    pass


class PickAddress(CallbackData, prefix="ad"):
    id: str


class PickUp(CallbackData, prefix="pu"):
    pass


class NoComment(CallbackData, prefix="nc"):
    pass


class ConfirmOrder(CallbackData, prefix="ok"):
    key: str
    """Of the `Draft` row, here and below."""


class ChangeDraft(CallbackData, prefix="ch"):
    key: str


class ChangeAddress(CallbackData, prefix="ca"):
    key: str


class ChangeComment(CallbackData, prefix="cm"):
    key: str


class ShowDraft(CallbackData, prefix="sd"):
    key: str


class DropDraft(CallbackData, prefix="dd"):
    key: str


# Orders


class ShowOrders(CallbackData, prefix="os"):
    pass


class TurnOrders(CallbackData, prefix="ot"):
    """Of the orders in this message; what was looked for is in the `Card` row."""

    number: int


class OpenOrder(CallbackData, prefix="o"):
    id: str


class RepeatOrder(CallbackData, prefix="r"):
    id: str


class RepeatLast(CallbackData, prefix="rl"):
    pass


class PutRepeated(CallbackData, prefix="rp"):
    id: str


class ReplaceGone(CallbackData, prefix="rx"):
    """What it would be with analogues in place of all that is gone or short."""

    id: str


class PutReplaced(CallbackData, prefix="rz"):
    id: str


class ShowHabit(CallbackData, prefix="rh"):
    """usual or soon."""

    kind: str


class PutHabit(CallbackData, prefix="ru"):
    kind: str


class AddAlso(CallbackData, prefix="rk"):
    """To the cart from the confirm card, which is made anew."""

    key: str
    id: str


class MoreOfOrder(CallbackData, prefix="oo"):
    """What else can be done with it."""

    id: str


class ChangeOrder(CallbackData, prefix="oc"):
    """Into a cart that replaces it."""

    id: str


class PickOrderToMerge(CallbackData, prefix="om"):
    id: str


class MergeOrders(CallbackData, prefix="oj"):
    id: str
    other: str


class SplitOrder(CallbackData, prefix="op"):
    """How to divide what is planned."""

    id: str


class SplitByStock(CallbackData, prefix="ob"):
    id: str


class SplitOn(CallbackData, prefix="od"):
    id: str
    day: str
    """In ISO."""


class MergeDeliveries(CallbackData, prefix="ou"):
    id: str


class GetReceipt(CallbackData, prefix="oe"):
    id: str


class FilterOrders(CallbackData, prefix="of"):
    """Of one status, or all."""

    status: str


class CancelOrder(CallbackData, prefix="ox"):
    id: str


class CancelOrderSurely(CallbackData, prefix="oy"):
    id: str


# Money, company, settings


class ShowBalance(CallbackData, prefix="b"):
    pass


class ShowLedger(CallbackData, prefix="bl"):
    """The movements of month, previous, quarter or all; `contract` empty: under all."""

    period: str = "month"
    contract: str = ""


class TurnLedger(CallbackData, prefix="bt"):
    """Of the movements in this message; the period is in the `Card` row."""

    number: int


class ShowLoyalty(CallbackData, prefix="by"):
    pass


class ShowPoints(CallbackData, prefix="bp"):
    """Their ledger."""


class AskPoints(CallbackData, prefix="ba"):
    """How many are to be spent."""


class SpendPoints(CallbackData, prefix="bz"):
    points: int


class ShowSchedule(CallbackData, prefix="bs"):
    """The picture of what is to be paid when, light or dark."""

    theme: str = "light"


class RedrawSchedule(CallbackData, prefix="br"):
    """The picture in this message, in the other colours."""

    theme: str


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
