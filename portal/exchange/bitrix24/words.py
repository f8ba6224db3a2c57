"""What stands in a task. The reader is the supplier's staff; Bitrix24 reads BBCode."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.api.schemas.claims import ClaimMessageOut, ClaimOut
from portal.db.models import EventKind
from portal.domain.money import quantity_text, thousandths
from portal.printing.words import CLAIM_WORDS, Language

WORDS = CLAIM_WORDS[Language.RU]
LINES_SHOWN = 50
LONGEST = 20_000
"""Characters of a description or a comment."""
TOLD = {
    EventKind.CLAIM_TAKEN: "Взято в работу: {manager}",
    EventKind.CLAIM_HANDED_OVER: "Передано: {manager}",
    EventKind.CLAIM_ASKED: "Ждём ответа покупателя, срок остановлен",
    EventKind.CLAIM_ANSWERED: "Покупатель ответил, срок идёт дальше",
    EventKind.CLAIM_RESOLVED: "Решено{decision}",
    EventKind.CLAIM_DECLINED: "Отклонено",
    EventKind.CLAIM_REOPENED: "Покупатель не согласен с решением, претензия открыта снова",
    EventKind.CLAIM_CLOSED: "Претензия закрыта",
}


def title_mark(claim: ClaimOut) -> str:
    """What the title begins with, and the task is found by."""
    return f"Претензия № {claim.number}:"


def title(claim: ClaimOut) -> str:
    kind = WORDS[claim.kind].lower()
    return plain(f"{title_mark(claim)} {kind}, {claim.company.name}, заказ № {claim.order.name}")


def description(claim: ClaimOut, zone: ZoneInfo, bot: str) -> str:
    parts = [
        f"Компания: {claim.company.name}",
        f"Заказ № {claim.order.name}",
        f"Заявитель: {claim.author}, {_moment(claim.created_at, zone)}",
        f"Что случилось: {WORDS[claim.kind].lower()}",
        f"Просят: {WORDS[claim.wanted]}",
    ]
    if claim.lines:
        parts.append(f"Сумма товаров: {claim.at_stake} {claim.currency}")
        shown = claim.lines[:LINES_SHOWN]
        parts += [
            f"• {each.article} {each.name}: {quantity_text(thousandths(each.quantity))} {each.unit}"
            for each in shown
        ]
        if rest := len(claim.lines) - len(shown):
            parts.append(f"• и ещё строк: {rest}")
    if claim.words:
        parts += ["", claim.words]
    if bot:
        parts += ["", f"Ответить и решить: https://t.me/{bot}"]
    return _cut("\n".join(plain(part) for part in parts))


def comment(
    kind: EventKind,
    claim: ClaimOut,
    by: str | None,
    at: datetime,
    zone: ZoneInfo,
    note: str,
    message: ClaimMessageOut | None,
) -> str | None:
    """Of what has happened; None where the task shows it by itself."""
    when = _moment(at, zone)
    if message is not None:
        return _said(kind, message, when)
    if kind not in TOLD:
        return None
    words = TOLD[kind].format(
        manager=claim.manager.name if claim.manager else "—", decision=_decision(claim)
    )
    told = [f"{when}. {words}"]
    if kind is EventKind.CLAIM_CLOSED and claim.rating:
        told.append(f"Оценка: {claim.rating}. {claim.rating_words}".rstrip())
    if kind in (EventKind.CLAIM_RESOLVED, EventKind.CLAIM_DECLINED) and claim.reason:
        told.append(claim.reason)
    if note:
        told.append(note)
    if by:
        told.append(f"({by})")
    return _cut(plain("\n".join(told)))


def plain(text: str) -> str:
    """People's words are no BBCode: a link or a mention in them would be the portal's own."""
    return text.replace("[", "(").replace("]", ")")


def _said(kind: EventKind, message: ClaimMessageOut, when: str) -> str:
    inside = ", внутреннее" if message.internal else ""
    side = "сотрудник" if message.from_staff else "покупатель"
    head = f"{message.author or '—'} ({side}{inside}), {when}"
    if message.deleted or kind is EventKind.CLAIM_MESSAGE_DELETED:
        return plain(f"{head}: сообщение удалено")
    change = " — исправлено" if kind is EventKind.CLAIM_MESSAGE_EDITED else ""
    return _cut(plain(f"{head}{change}:\n{message.text}".rstrip()))


def _decision(claim: ClaimOut) -> str:
    if claim.resolution is None:
        return ""
    amount = f", {claim.amount} {claim.currency}" if claim.amount is not None else ""
    return f": {WORDS[claim.resolution]}{amount}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def names(claim: ClaimOut) -> Sequence[str]:
    """Who deals with it, or else whose company it is."""
    holder = claim.manager.name if claim.manager else None
    return [name for name in (holder, claim.company_manager) if name is not None]
