"""Numbers, money, dates and ages as a person reads them."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.i18n import Translator

NBSP = "\u00a0"
MINUS = "\u2212"
CURRENCIES = {"RUB": "₽", "USD": "$", "EUR": "€"}
MARKS = {"ru": (NBSP, ",")}
"""What stands between thousands and before the decimals, by language; else as in English."""


def number(t: Translator, value: Decimal, decimals: int | None = None) -> str:
    """With `decimals` digits after the point, or with as many as are not zero."""
    thousands, point = MARKS.get(t.language, (",", "."))
    text = f"{abs(value):,.{3 if decimals is None else decimals}f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    sign = MINUS if value < 0 and text.strip("0.,") else ""
    return sign + text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def amount(t: Translator, value: Decimal) -> str:
    """Money without its sign, for a column that says which money it is."""
    return number(t, value, decimals=2)


def money(t: Translator, value: Decimal, currency: str = "RUB") -> str:
    return f"{amount(t, value)}{NBSP}{CURRENCIES.get(currency, currency)}"


def quantity(t: Translator, value: Decimal, unit: str) -> str:
    return f"{number(t, value)}{NBSP}{unit}" if unit else number(t, value)


def day(t: Translator, value: date, today: date) -> str:
    """«21 ноября», with its year where it is not this one."""
    pattern = "d MMMM" if value.year == today.year else "d MMMM y"
    return format_date(value, pattern, locale=t.language).replace(" ", NBSP)


def month(t: Translator, value: date) -> str:
    """«ноябрь»."""
    return format_date(value, "LLLL", locale=t.language)


def moment(t: Translator, value: datetime, zone: str, now: datetime) -> str:
    """«21 ноября, 14:05», in the company's zone."""
    local, today = value.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    return f"{day(t, local.date(), today.date())}, {local:%H:%M}"


def day_of(t: Translator, value: datetime, zone: str, now: datetime) -> str:
    local, today = value.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    return day(t, local.date(), today.date())


def age(t: Translator, since: datetime, now: datetime) -> str:
    """«5 минут назад»: whole units, the largest that fits."""
    passed = max(now - since, timedelta(0))
    if passed < timedelta(minutes=2):
        return t("age-now")
    if passed < timedelta(hours=1):
        return t("age-minutes", count=passed.seconds // 60)
    if passed < timedelta(days=1):
        return t("age-hours", count=passed.seconds // 3600)
    return t("age-days", count=passed.days)


def change(t: Translator, then: Decimal, now: Decimal) -> str:
    """How much dearer or cheaper, in per cent: «+5,2 %»; empty where nothing changed."""
    if then == now or not then:
        return ""
    percent = ((now - then) * 100 / then).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not percent:
        return ""
    sign = "+" if percent > 0 else ""
    return f"{sign}{number(t, percent)}{NBSP}%"
