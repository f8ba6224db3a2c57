"""A claim is a task there: made once, told of what happens, closed with it; and the other way.

Every step may be done again: what came of the attempt before may be unknown. So a task is looked
for before it is made, a file by its name, and after a doubt a comment by its words.
"""

import logging
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from portal.db.models import Claim, Event, EventKind, SentFile
from portal.db.session import Database
from portal.domain.claim_work import close_from_outside
from portal.domain.outgoing import OF_CLAIMS, untold
from portal.exchange.bitrix24 import words
from portal.exchange.bitrix24.case import NAME, Case, Photo, case_of, external_id
from portal.exchange.bitrix24.client import Bitrix24, Hold
from portal.exchange.courier import Message, ReceiverRefuses, ReceiverSilent
from portal.storage import Storage

log = logging.getLogger(__name__)

PROGRAM = "Битрикс24"
COMPLETED = "5"
CRM_COMPANY = 4
MOVING = frozenset({
    EventKind.CLAIM_TAKEN, EventKind.CLAIM_HANDED_OVER, EventKind.CLAIM_ASKED,
    EventKind.CLAIM_ANSWERED, EventKind.CLAIM_REOPENED,
})  # fmt: skip
"""Who deals with it, or until when, may be another after these."""
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Office:
    """How the supplier's Bitrix24 is arranged: ids there."""

    folder: int
    responsible: int
    """Whose a claim is while nobody of `users` deals with it."""
    users: Mapping[str, int]
    """By the name that a manager has in the portal, in lower case."""
    group: int
    zone: ZoneInfo
    bot: str

    def user(self, names: Sequence[str]) -> int:
        known = (self.users.get(name.casefold()) for name in names)
        return next((user for user in known if user), self.responsible)


class Tasks:
    name = NAME
    kinds: Collection[EventKind] = OF_CLAIMS - {EventKind.CLAIM_REMINDER}

    def __init__(
        self,
        client: Bitrix24,
        office: Office,
        database: Database,
        storage: Storage,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._office = office
        self._database = database
        self._storage = storage
        self._now = now

    async def close(self) -> None:
        await self._client.close()

    async def tell(self, message: Message, hold: Hold) -> None:
        async with self._database.read() as session:
            case = await case_of(session, message.claim_id, message.event)
        if message.event is None:
            await self._look(case, hold)
            return
        kind = EventKind(message.event.kind)
        task = case.task or await self._task(case, hold)
        if kind is EventKind.CLAIM_REOPENED and await self._status(task, hold) == COMPLETED:
            await self._client.call(hold, "tasks.task.renew", taskId=task)
        if kind in MOVING:
            await self._client.call(
                hold, "tasks.task.update", taskId=task, fields=self._movable(case)
            )
        await self._comment(task, case, message.event, hold, doubt=message.attempt > 1)
        if kind is EventKind.CLAIM_CLOSED and await self._status(task, hold) not in (
            None, COMPLETED,
        ):  # fmt: skip
            await self._client.call(hold, "tasks.task.complete", taskId=task)

    async def _task(self, case: Case, hold: Hold) -> int:
        """Its id. There is never a second one: an answer may have been lost, and the task be
        there."""
        found = await self._client.call(
            hold, "tasks.task.list",
            filter={"%TITLE": words.title_mark(case.told)}, select=["ID", "TITLE", "XML_ID"],
        )  # fmt: skip
        tasks = found.get("tasks", []) if isinstance(found, dict) else []
        task = next((int(each["id"]) for each in tasks if _is_of(each, case)), None)
        if task is None:
            task = await self._add(case, hold)
        async with self._database.write() as session:
            await session.execute(
                update(Claim).where(Claim.id == case.claim_id).values(external_id=external_id(task))
            )
        return task

    async def _add(self, case: Case, hold: Hold) -> int:
        office = self._office
        fields: dict[str, Any] = {
            "TITLE": words.title(case.told),
            "DESCRIPTION": words.description(case.told, office.zone, office.bot),
            "XML_ID": case.mark,
            **self._movable(case),
            "UF_TASK_WEBDAV_FILES": await self._brought(case, case.own, hold),
            "UF_CRM_TASK": await self._card(case, hold),
        }
        if office.group:
            fields["GROUP_ID"] = office.group
        made = await self._client.call(hold, "tasks.task.add", fields=fields)
        return int(made["task"]["id"])

    def _movable(self, case: Case) -> dict[str, Any]:
        """As it is now, whatever it was when this happened: the same twice is the same."""
        deadline = case.told.deadline
        return {
            "RESPONSIBLE_ID": self._office.user(words.names(case.told)),
            "DEADLINE": deadline.astimezone(self._office.zone).isoformat() if deadline else "",
        }

    async def _card(self, case: Case, hold: Hold) -> list[str]:
        """The company's card by its INN; none where there is none, or the key may not look."""
        try:
            found = await self._client.call(
                hold, "crm.requisite.list",
                filter={"RQ_INN": case.inn, "ENTITY_TYPE_ID": CRM_COMPANY},
                select=["ENTITY_ID", "RQ_KPP"],
            )  # fmt: skip
        except ReceiverRefuses:
            return []
        except ReceiverSilent as failure:
            if "insufficient_scope" in str(failure):
                return []
            raise
        best = sorted(found, key=lambda each: (each.get("RQ_KPP") or "") != case.kpp)
        return [f"CO_{best[0]['ENTITY_ID']}"] if best else []

    async def _brought(self, case: Case, photos: Sequence[Photo], hold: Hold) -> list[str]:
        found = []
        for photo in photos:
            ref = photo.ref or await self._upload(case, photo, hold)
            if ref is not None:
                found.append(f"n{ref}")
        return found

    async def _upload(self, case: Case, photo: Photo, hold: Hold) -> str | None:
        """Its id on the disk there; None: the storage has lost it."""
        name = _file_name(case, photo)
        storage = self._storage
        try:
            made = await self._client.upload(
                hold, self._office.folder, name, photo.size, lambda: storage.read(photo.sha256)
            )
            ref = str(made["ID"])
        except FileNotFoundError:
            log.error("bitrix24: the file %s of a claim is not in the storage", photo.sha256)
            return None
        except OSError as failure:
            raise ReceiverSilent(f"storage: {type(failure).__name__}") from None
        except ReceiverRefuses:
            # The name is this file's own, so what has it is what an attempt before has left.
            there = await self._client.call(
                hold, "disk.folder.getchildren", id=self._office.folder, filter={"NAME": name}
            )
            named = [str(each["ID"]) for each in there if each.get("NAME") == name]
            if not named:
                raise
            ref = named[0]
        async with self._database.write() as session:
            await session.merge(SentFile(receiver=NAME, file_id=photo.id, ref=ref))
        return ref

    async def _comment(
        self, task: int, case: Case, event: Event, hold: Hold, *, doubt: bool
    ) -> None:
        kind, note = EventKind(event.kind), str(event.data.get("note") or "")
        told = words.comment(
            kind, case.told, case.by, event.at, self._office.zone, note, case.message
        )
        if told is None or (doubt and await self._is_said(task, told, hold)):
            return
        fields: dict[str, Any] = {"POST_MESSAGE": told}
        if kind in (EventKind.CLAIM_MESSAGE, EventKind.CLAIM_ANSWERED) and case.said:
            fields["UF_FORUM_MESSAGE_DOC"] = await self._brought(case, case.said, hold)
        await self._client.call(hold, "task.commentitem.add", TASKID=task, FIELDS=fields)

    async def _is_said(self, task: int, told: str, hold: Hold) -> bool:
        there = await self._client.call(
            hold, "task.commentitem.getlist", TASKID=task, ORDER={"ID": "desc"}, FILTER={}
        )
        return any(_same(str(each.get("POST_MESSAGE", "")), told) for each in there)

    async def _status(self, task: int, hold: Hold) -> str | None:
        """None: there is no such task any more, or the key may not see it."""
        found = await self._client.call(
            hold, "tasks.task.get", taskId=task, select=["ID", "STATUS"]
        )
        return str(found["task"]["status"]) if isinstance(found, dict) and found else None

    async def _look(self, case: Case, hold: Hold) -> None:
        """A task that was closed there closes the claim here."""
        if case.task is None or await self._status(case.task, hold) != COMPLETED:
            return
        now = self._now()
        async with self._database.write() as session:
            # It was closed before the buyer said no to that, and is opened again presently.
            if await untold(
                session, NAME, case.claim_id, EventKind.CLAIM_REOPENED, self.kinds, now
            ):
                return
            claim = await session.scalar(
                select(Claim).where(Claim.id == case.claim_id).with_for_update()
            )
            if claim is not None:
                await close_from_outside(session, claim, PROGRAM, now)


def _is_of(task: Mapping[str, Any], case: Case) -> bool:
    """By the mark; by the title where that Bitrix24 does not tell marks."""
    mark = task.get("xmlId")
    title = unescape(str(task.get("title") or ""))
    return mark == case.mark or (not mark and title.startswith(words.title_mark(case.told)))


def _file_name(case: Case, photo: Photo) -> str:
    return f"{case.told.number}-{photo.id} {UNFIT.sub('_', photo.name)[-LONGEST_NAME:]}"


def _same(one: str, other: str) -> bool:
    return unescape(one).split() == other.split()
