"""What people ask about their own data, what forgetting takes out of agreements, goals, and notes of those who left."""

from alembic import op

from mentoring.db.walls import HOME, HOST, allow, drop_tables, grant, index, tenant_table

revision = "0032"
down_revision = "0031"

OWNER = "mentoring_owner"
AUTHOR = f"{HOME} and author_id = app.person()"
MEMBER = (
    "exists (select from members m where m.tenant_id = goal_entries.tenant_id"
    " and m.mentorship_id = goal_entries.mentorship_id and m.home_tenant_id = app.tenant()"
    " and m.person_id = app.person() and m.left_at is null"
)
NOTE_READER = (
    "exists (select from members m where m.tenant_id = notes.tenant_id and m.mentorship_id = notes.mentorship_id"
    " and m.home_tenant_id = app.tenant() and m.person_id = app.person() and m.added_at <= notes.added_at"
)


def upgrade() -> None:
    tenant_table(
        "data_requests",
        """
        tenant_id text not null,
        id uuid not null,
        person_id uuid not null,
        kind text not null check (kind in ('correction', 'erasure')),
        words text not null,
        asked_at timestamptz not null,
        begun_at timestamptz,
        closed_at timestamptz,
        closed_by uuid,
        answer text,
        primary key (tenant_id, id),
        foreign key (tenant_id, person_id) references people on delete cascade
        """,
    )
    index("data_requests", "tenant_id, person_id")
    op.execute(
        "create unique index data_requests_one_erasure on data_requests (tenant_id, person_id)"
        " where kind = 'erasure' and closed_at is null"
    )
    allow("data_requests", "own", HOST, "select", "insert", "update", "delete")
    grant("data_requests", "select, insert, delete", update="begun_at, closed_at, closed_by, answer")
    forget_agreements()
    goal_entries()
    notes_read_by_members(" and m.left_at is null")  # who left reads their own alone
    allow("notes", "author", AUTHOR, "select")


def forget_agreements() -> None:
    # agreements are never changed, by anyone the application can be: see app.forget
    op.execute("""
        create function app.forget_agreements() returns trigger language plpgsql security definer
        set search_path = public, pg_temp as $$ begin
          update agreements set answers = '{}' where tenant_id = new.tenant_id and written_by = new.id;
          return null; end $$
    """)
    op.execute("revoke execute on function app.forget_agreements() from public")
    op.execute(
        "create trigger forget_agreements after update of forgotten_at on registrations for each row"
        " when (new.forgotten_at is not null) execute function app.forget_agreements()"
    )
    allow("agreements", "forget", "written_by_tenant = app.tenant()", "select", "update", to=OWNER)


def goal_entries() -> None:
    # entries, never changed; whoever has left reads their own words alone: theirs to have, and to take away
    tenant_table(
        "goal_entries",
        """
        tenant_id text not null,
        id uuid not null,
        mentorship_id uuid not null,
        goal_id uuid not null,
        step_id uuid,
        kind text not null check (kind in ('goal', 'step', 'done', 'undone', 'reached', 'dropped', 'open')),
        home_tenant_id text not null,
        author_id uuid,
        sealed bytea,
        written_at timestamptz not null,
        added_at timestamptz not null default clock_timestamp(),
        primary key (tenant_id, id),
        foreign key (tenant_id, mentorship_id) references mentorships on delete cascade,
        foreign key (home_tenant_id, author_id) references people (tenant_id, id) on delete set null (author_id)
        """,
    )
    index("goal_entries", "tenant_id, mentorship_id")
    allow("goal_entries", "member", f"{MEMBER} and m.added_at <= goal_entries.added_at)", "select")
    allow("goal_entries", "author", AUTHOR, "select", "update")
    allow("goal_entries", "author", f"{AUTHOR} and {MEMBER})", "insert")
    grant(
        "goal_entries",
        "select, insert (tenant_id, id, mentorship_id, goal_id, step_id, kind, home_tenant_id, author_id, sealed, "
        "written_at)",
        update="sealed",
    )


def notes_read_by_members(more: str = "") -> None:
    """Members who joined before a note was written read it, where `more` holds of them as well."""
    op.execute("drop policy member_select on notes")
    allow("notes", "member", f"{NOTE_READER}{more})", "select")


def downgrade() -> None:
    op.execute("drop policy author_select on notes")
    notes_read_by_members()
    drop_tables("goal_entries")
    op.execute("drop policy forget_update on agreements")
    op.execute("drop policy forget_select on agreements")
    op.execute("drop trigger forget_agreements on registrations")
    op.execute("drop function app.forget_agreements()")
    drop_tables("data_requests")
