"""The feed of events; what somebody waited for and came in is one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PLACES = {
    "company_id": "companies",
    "order_id": "orders",
    "product_id": "products",
    "person_id": "people",
    "actor_id": "people",
}
SQLITE = """
create trigger arrive_{name} after {event} on stock
when exists (select 1 from watches where product_id = new.product_id)
    and (select sum(quantity) from stock where product_id = new.product_id) > 0
begin
    insert into events (kind, product_id, person_id, data, at)
    select 'stock_arrived', product_id, person_id, '{{}}', new.known_at
    from watches where product_id = new.product_id order by person_id;
    delete from watches where product_id = new.product_id;
end
"""
POSTGRES = """
create or replace function arrive() returns trigger language plpgsql as $$
begin
    with come as (
        select product_id, max(known_at) as known_at from changed group by product_id
    ), told as (
        delete from watches using come
        where watches.product_id = come.product_id
            and (select sum(quantity) from stock where product_id = come.product_id) > 0
        returning watches.person_id, watches.product_id, come.known_at
    )
    insert into events (kind, product_id, person_id, data, at)
    select 'stock_arrived', product_id, person_id, '{}', known_at
    from told;
    return null;
end $$
"""
SQLITE_PLACE = """
create trigger place_events after insert on events begin
    update events set place = id where id = new.id;
end
"""
# At the very end of a transaction, so that nobody who holds the lock waits for anything.
POSTGRES_PLACE = (
    "create sequence events_place_seq",
    """
    create function place_event() returns trigger language plpgsql as $$
    begin
        perform pg_advisory_xact_lock(1099511, 3);
        update events set place = nextval('events_place_seq') where id = new.id;
        return null;
    end $$
    """,
    """
    create constraint trigger place_events after insert on events
        deferrable initially deferred for each row execute function place_event()
    """,
)


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in PLACES),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_events_{name}")
            for name, table in PLACES.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("place", name="uq_events_place"),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "update"):
            event = "update of quantity" if name == "update" else name
            op.execute(f"drop trigger arrive_{name}")
            op.execute(SQLITE.format(name=name, event=event))
        op.execute(SQLITE_PLACE)
    else:
        op.execute(POSTGRES)
        for statement in POSTGRES_PLACE:
            op.execute(statement)
    # What has not been told yet would be told twice, or late: people see it on the card.
    op.drop_table("arrivals")


def downgrade() -> None:
    raise NotImplementedError("what has happened is not unwritten")
