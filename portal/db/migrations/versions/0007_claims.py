"""Claims, what is said and done about them, and when somebody is reminded."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REMAIN = "a claim is never removed"
STAY = "what happened to a claim stays as it happened"
SQLITE_GUARDS = (
    "create trigger claims_remain before delete on claims"
    f" begin select raise(abort, '{REMAIN}'); end",
    "create trigger claim_messages_remain before delete on claim_messages"
    f" begin select raise(abort, '{REMAIN}'); end",
    "create trigger claim_events_stay before update on claim_events"
    f" begin select raise(abort, '{STAY}'); end",
    "create trigger claim_events_remain before delete on claim_events"
    f" begin select raise(abort, '{STAY}'); end",
)
POSTGRES_GUARDS = (
    "create function claims_remain() returns trigger language plpgsql as"
    f" $$ begin raise exception '{REMAIN}'; end $$",
    "create function claims_stay() returns trigger language plpgsql as"
    f" $$ begin raise exception '{STAY}'; end $$",
    "create trigger claims_remain before delete on claims"
    " for each row execute function claims_remain()",
    "create trigger claim_messages_remain before delete on claim_messages"
    " for each row execute function claims_remain()",
    "create trigger claim_events_stay before update or delete on claim_events"
    " for each row execute function claims_stay()",
)


def _table(
    name: str, *columns: sa.Column[Any], unique: tuple[tuple[str, ...], ...] = (), **references: str
) -> None:
    """References as `column="table"`."""
    keys = [column.name for column in columns if column.primary_key]
    op.create_table(
        name,
        *columns,
        *(
            sa.UniqueConstraint(*together, name=f"uq_{name}_{'_'.join(together)}")
            for together in unique
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{name}_{column}")
            for column, table in references.items()
        ),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
    )


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def _number(name: str, *, empty: bool = False, big: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger() if big else sa.Integer(), nullable=empty)


def _text(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=empty)


def _choice(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=32), nullable=empty)


def _time(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def upgrade() -> None:
    _table(
        "claims",
        _id(),
        _text("number"),
        _text("external_id", empty=True),
        _number("company_id"),
        _number("order_id"),
        _number("author_id"),
        _text("request_key", empty=True),
        _choice("kind"),
        _choice("wanted"),
        _text("words"),
        _number("at_stake", big=True),
        _choice("state"),
        _number("manager_id", empty=True),
        _time("deadline", empty=True),
        _number("time_left", empty=True),
        _time("created_at"),
        _time("taken_at", empty=True),
        _time("first_answer_at", empty=True),
        _time("decided_at", empty=True),
        _time("closed_at", empty=True),
        _choice("resolution", empty=True),
        _number("amount", empty=True, big=True),
        _text("reason"),
        _choice("stage", empty=True),
        _text("culprit"),
        _number("loss", empty=True, big=True),
        _number("rating", empty=True),
        _text("rating_words"),
        unique=(("number",), ("external_id",), ("author_id", "request_key")),
        company_id="companies",
        order_id="orders",
        author_id="people",
        manager_id="staff",
    )
    _table(
        "claim_lines",
        sa.Column("claim_id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        _number("quantity", big=True),
        _number("amount", big=True),
        claim_id="claims",
    )
    _table(
        "claim_messages",
        _id(),
        _number("claim_id"),
        _number("person_id", empty=True),
        sa.Column("from_staff", sa.Boolean(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False, server_default=sa.false()),
        _text("text"),
        _number("reply_to_id", empty=True),
        _text("external_ref", empty=True),
        _time("at"),
        _time("edited_at", empty=True),
        _time("deleted_at", empty=True),
        unique=(("claim_id", "external_ref"),),
        claim_id="claims",
        person_id="people",
        reply_to_id="claim_messages",
    )
    _table(
        "claim_files",
        _id(),
        _number("claim_id"),
        _number("message_id", empty=True),
        _number("file_id"),
        _text("name"),
        claim_id="claims",
        message_id="claim_messages",
        file_id="files",
    )
    _table(
        "claim_events",
        _id(),
        _number("claim_id"),
        _choice("kind"),
        _choice("state"),
        _number("person_id", empty=True),
        sa.Column("data", sa.JSON(), nullable=False),
        _time("at"),
        claim_id="claims",
        person_id="people",
    )
    _table(
        "claim_reminders",
        _id(),
        _number("claim_id"),
        _choice("step"),
        _time("due_at"),
        _time("done_at", empty=True),
        claim_id="claims",
    )
    _table(
        "claim_rules",
        _id(),
        _number("opens"),
        _number("closes"),
        _text("weekdays"),
        _text("country"),
        _number("director_from", big=True),
        _number("silent_hours"),
        _number("close_after_days"),
    )
    _table(
        "claim_terms",
        sa.Column("kind", sa.String(length=32), primary_key=True),
        _number("hours_to_take"),
        _number("hours_to_decide"),
    )
    _table(
        "supplier_days",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("working", sa.Boolean(), nullable=False),
    )
    for table, *columns in (
        ("claims", "order_id"),
        ("claims", "manager_id"),
        ("claims", "company_id", "created_at"),
        ("claims", "state", "deadline"),
        ("claim_messages", "claim_id"),
        ("claim_files", "claim_id"),
        ("claim_events", "claim_id"),
        ("claim_reminders", "claim_id"),
        ("claim_reminders", "done_at", "due_at"),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_GUARDS if sqlite else POSTGRES_GUARDS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("claims are not forgotten")
