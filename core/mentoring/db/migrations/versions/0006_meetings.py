"""What hangs on a mentorship: meetings, who was there, members' notes, monitoring."""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, REPORT, SEEN, allow, drop_tables, grant, index, tenant_table

revision = "0006"
down_revision = "0005"

SELF = f"{HOME} and person_id = app.person()"
AUTHOR = f"{HOME} and author_id = app.person()"


def upgrade() -> None:
    meetings()
    attendances()
    spread()
    notes()
    monitoring()


def meetings() -> None:
    tenant_table(
        "meetings",
        """
        tenant_id text not null,
        id uuid not null,
        mentorship_id uuid not null,
        seen_by text[] not null,
        starts_at timestamptz not null,
        zone text not null,
        minutes int not null check (minutes between 1 and 1440),
        state text not null check (state in ('planned', 'held', 'cancelled')),
        place text,
        logged_by_tenant text not null,
        logged_by uuid,
        logged_at timestamptz not null,
        primary key (tenant_id, id),
        unique (tenant_id, id, mentorship_id),
        foreign key (tenant_id, mentorship_id) references mentorships on delete cascade
        """,
    )
    op.execute("create trigger seen_by before insert on meetings for each row execute function app.copy_seen_by()")
    index("meetings", "tenant_id, mentorship_id, starts_at")
    index("meetings", "seen_by", using="gin")
    either = f"{HOST} or {SEEN}"
    allow("meetings", "either", either, "select", "update")
    allow("meetings", "either", f"({either}) and logged_by_tenant = app.tenant()", "insert")
    allow("meetings", "host", HOST, "delete")
    grant(
        "meetings",
        "select, delete, insert (tenant_id, id, mentorship_id, starts_at, zone, minutes, state, place, "
        "logged_by_tenant, logged_by, logged_at)",
        update="starts_at, zone, minutes, state, place",
    )


def attendances() -> None:
    tenant_table(
        "attendances",
        """
        tenant_id text not null,
        meeting_id uuid not null,
        registration_id uuid not null,
        mentorship_id uuid not null,
        home_tenant_id text not null,
        seen_by text[] not null,
        present boolean not null,
        primary key (tenant_id, meeting_id, registration_id),
        foreign key (tenant_id, meeting_id, mentorship_id) references meetings (tenant_id, id, mentorship_id)
            on delete cascade,
        foreign key (tenant_id, mentorship_id, registration_id, home_tenant_id)
            references members (tenant_id, mentorship_id, registration_id, home_tenant_id) on delete cascade
        """,
    )
    op.execute("create trigger seen_by before insert on attendances for each row execute function app.copy_seen_by()")
    index("attendances", "tenant_id, mentorship_id")
    index("attendances", "seen_by", using="gin")
    # whoever logs a meeting says who was there, of whichever institution
    allow("attendances", "either", f"{HOST} or {SEEN}", "select", "insert", "update")
    allow("attendances", "host", HOST, "delete")
    grant(
        "attendances",
        "select, delete, insert (tenant_id, meeting_id, registration_id, mentorship_id, home_tenant_id, present)",
        update="present",
    )


def spread() -> None:
    # as the owner, who alone may update seen_by of these; policies still hold, within the host's scope
    op.execute("""
        create function app.spread_seen_by() returns trigger language plpgsql security definer
        set search_path = public, pg_temp as $$ begin
          update members set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;
          update meetings set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;
          update attendances set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;
          return null; end $$
    """)
    op.execute("revoke execute on function app.spread_seen_by() from public")
    op.execute("""
        create trigger spread after update of seen_by on mentorships for each row
        when (old.seen_by is distinct from new.seen_by) execute function app.spread_seen_by()
    """)


def notes() -> None:
    tenant_table(
        "notes",
        """
        tenant_id text not null,
        id uuid not null,
        mentorship_id uuid not null,
        meeting_id uuid,
        home_tenant_id text not null,
        author_id uuid not null,
        sealed bytea not null,
        written_at timestamptz not null,
        added_at timestamptz not null default clock_timestamp(),
        primary key (tenant_id, id),
        foreign key (tenant_id, mentorship_id) references mentorships on delete cascade,
        foreign key (tenant_id, meeting_id, mentorship_id) references meetings (tenant_id, id, mentorship_id)
            on delete set null (meeting_id),
        foreign key (home_tenant_id, author_id) references people (tenant_id, id) on delete cascade
        """,
    )
    index("notes", "tenant_id, mentorship_id")
    mine = (
        "exists (select from members m where m.tenant_id = notes.tenant_id and m.mentorship_id = notes.mentorship_id"
        " and m.home_tenant_id = app.tenant() and m.person_id = app.person() and "
    )
    allow("notes", "member", mine + "m.added_at <= notes.added_at)", "select")
    allow("notes", "author", f"{AUTHOR} and {mine}m.left_at is null)", "insert")
    allow("notes", "author", AUTHOR, "update", "delete")
    grant(
        "notes",
        "select, delete, insert (tenant_id, id, mentorship_id, meeting_id, home_tenant_id, author_id, sealed, "
        "written_at)",
        update="sealed",
    )


def monitoring() -> None:
    tenant_table(
        "monitoring",
        """
        tenant_id text not null,
        registration_id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        person_id uuid not null,
        sealed bytea not null,
        primary key (tenant_id, registration_id),
        foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
            references registrations (tenant_id, id, home_tenant_id, programme_id) on delete cascade
        """,
    )
    allow("monitoring", "self", SELF, "select", "insert", "update", "delete", to=APP)
    allow("monitoring", "report", HOST, "select", to=REPORT)
    # the application may know that a person answered, never what
    grant(
        "monitoring",
        "insert, delete, select (tenant_id, registration_id, programme_id, home_tenant_id, person_id)",
        update="sealed",
    )
    grant("monitoring", "select", to=REPORT)


def downgrade() -> None:
    drop_tables("monitoring", "notes", "attendances", "meetings")
    op.execute("drop trigger spread on mentorships")
    op.execute("drop function app.spread_seen_by()")
