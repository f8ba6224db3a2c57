"""What to know while a cart is filled: what is lacking, what is over, what it would take."""

from decimal import Decimal

from bot.i18n import Translator
from bot.screen import Bold, Text
from bot.services.portal.models import CartOut, LoyaltyLine, Quote, StepOut
from bot.views.format import NBSP, day, money, number


def hints(t: Translator, shown: CartOut | Quote) -> list[Text]:
    """A line each, what keeps from ordering first."""
    found: list[Text] = []
    currency = shown.currency
    if isinstance(shown, CartOut) and shown.below_minimum:
        words = t("hint-below-minimum", amount=money(t, shown.below_minimum, currency))
        found.append((Bold(words),))
    if isinstance(shown, CartOut) and shown.over_limit:
        found.append((Bold(t("hint-over-limit", amount=money(t, shown.over_limit, currency))),))
    if shown.saved:
        found.append(t("hint-saved", amount=money(t, shown.saved, currency)))
    if shown.step is not None:
        found.append(step(t, shown.step, currency))
    if shown.loyalty is not None:
        found.append(loyalty(t, shown.loyalty))
    return found


def step(t: Translator, next_one: StepOut, currency: str) -> str:
    lacking = money(t, next_one.lacking, currency)
    saving = money(t, next_one.saving, currency)
    if next_one.group:
        return t("hint-step-group", lacking=lacking, saving=saving, group=next_one.group)
    return t("hint-step", lacking=lacking, saving=saving)


def loyalty(t: Translator, line: LoyaltyLine) -> str:
    parts = []
    if line.following is not None:
        parts.append(scale(line.progress, 5))
    if line.level is not None:
        parts.append(f"{line.sign} {line.level}".strip())
        if line.discount:
            parts.append(t("hint-level-discount", percent=percent(t, line.discount)))
    if line.following is not None and line.to_next > 0:
        parts.append(t("hint-to-next", level=line.following, amount=money(t, line.to_next)))
    if line.level is not None and line.to_keep > 0:
        by = day(t, line.ends_on, line.ends_on)
        parts.append(t("hint-to-keep", amount=money(t, line.to_keep), day=by))
    return " · ".join(parts) or t("hint-no-level")


def scale(progress: int, cells: int) -> str:
    """«▰▰▰▱▱»: how much of the way is done; full only when all of it is."""
    full = min(max(progress * cells // 100, 0), cells)
    return "▰" * full + "▱" * (cells - full)


def percent(t: Translator, value: Decimal) -> str:
    return f"{number(t, value)}{NBSP}%"
