"""Users as every update needs them: read once, and again when one of them has changed.

Only on SQLite, where this process alone writes; on PostgreSQL another replica may have.
"""

from typing import Any

from sqlalchemy import bindparam, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from bot.db.models import User
from bot.db.session import Database

MOST = 10_000
_ONE = select(User.__table__).where(User.id == bindparam("id"))


class People:
    """Forgets all it knows when a session of `db` that changed a user is committed."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[int, dict[str, Any]] = {}
        _forget_what_changes(db.writing, self._known)

    async def find(self, user_id: int) -> User | None:
        """The user, detached from any session."""
        if (known := self._known.get(user_id)) is None:
            row = await self._db.one(_ONE, id=user_id)
            if row is None:
                return None
            known = dict(row._mapping)
            if self._db.is_sqlite:
                if len(self._known) >= MOST:
                    self._known.clear()
                self._known[user_id] = known
        return User(**known)


def _forget_what_changes(writing: type[Session], known: dict[int, dict[str, Any]]) -> None:
    """These listeners must not know the database: SQLAlchemy keeps them as long as the class of its
    sessions lives, which would then live for ever."""
    mark = object()

    def executes(state: ORMExecuteState) -> None:
        mapper = state.bind_mapper
        if not state.is_select and mapper is not None and mapper.class_ is User:
            state.session.info[mark] = True

    def flushed(session: Session, _: object) -> None:
        if any(isinstance(each, User) for each in (*session.new, *session.dirty, *session.deleted)):
            session.info[mark] = True

    def committed(session: Session) -> None:
        if session.info.pop(mark, False):
            known.clear()

    event.listen(writing, "do_orm_execute", executes)
    event.listen(writing, "after_flush", flushed)
    event.listen(writing, "after_commit", committed)
