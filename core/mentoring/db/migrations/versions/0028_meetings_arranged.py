"""Meetings are arranged: who is invited and what they said, how many are wanted; and a calendar to subscribe to."""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, SEEN, allow, drop_tables, grant, index, tenant_table

revision = "0028"
down_revision = "0027"

SPREAD = """
    create or replace function app.spread_seen_by() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$ begin
      update members set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;
      update meetings set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;
      update attendances set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;
      {also}
      return null; end $$
"""
ALSO = "update meeting_guests set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;"


def upgrade() -> None:
    op.execute(
        "alter table meetings add column sequence int not null default 0 check (sequence >= 0),"
        " add column changed_at timestamptz"
    )
    op.execute(f"grant insert (sequence, changed_at), update (sequence, changed_at, logged_at) on meetings to {APP}")
    op.execute("alter table members add column meetings_wanted int check (meetings_wanted between 1 and 99)")
    op.execute(f"grant insert (meetings_wanted), update (meetings_wanted) on members to {APP}")
    meeting_guests()
    calendars()


def meeting_guests() -> None:
    tenant_table(
        "meeting_guests",
        """
        tenant_id text not null,
        meeting_id uuid not null,
        registration_id uuid not null,
        mentorship_id uuid not null,
        home_tenant_id text not null,
        seen_by text[] not null,
        told int not null check (told >= 0),
        off boolean not null default false,
        coming boolean,
        replied_at timestamptz,
        primary key (tenant_id, meeting_id, registration_id),
        check ((coming is null) = (replied_at is null)),
        foreign key (tenant_id, meeting_id, mentorship_id) references meetings (tenant_id, id, mentorship_id)
            on delete cascade,
        foreign key (tenant_id, mentorship_id, registration_id, home_tenant_id)
            references members (tenant_id, mentorship_id, registration_id, home_tenant_id) on delete cascade
        """,
    )
    op.execute(
        "create trigger seen_by before insert on meeting_guests for each row execute function app.copy_seen_by()"
    )
    op.execute(SPREAD.format(also=ALSO))
    index("meeting_guests", "tenant_id, mentorship_id")
    index("meeting_guests", "seen_by", using="gin")
    allow("meeting_guests", "host", HOST, "select", "insert", "update", "delete")
    allow("meeting_guests", "seen", SEEN, "select")
    allow("meeting_guests", "home", HOME, "update")
    grant(
        "meeting_guests",
        "select, delete, insert (tenant_id, meeting_id, registration_id, mentorship_id, home_tenant_id, told, off, "
        "coming, replied_at)",
        update="told, off, coming, replied_at",
    )


def calendars() -> None:
    tenant_table(
        "calendars",
        """
        tenant_id text not null,
        person_id uuid not null,
        secret_hash bytea not null,
        made_at timestamptz not null,
        primary key (tenant_id, person_id),
        unique (tenant_id, secret_hash),
        foreign key (tenant_id, person_id) references people on delete cascade
        """,
    )
    allow("calendars", "own", HOST, "select", "insert", "update", "delete")
    grant("calendars", "select, insert, delete", update="secret_hash, made_at")


def downgrade() -> None:
    op.execute(SPREAD.format(also=""))
    drop_tables("calendars", "meeting_guests")
    op.execute("alter table members drop column meetings_wanted")
    op.execute("alter table meetings drop column changed_at, drop column sequence")
