"""Events: their sessions, who is invited, what they reply, who holds a place, and who was there."""

from mentoring.db.walls import HOME, HOST, allow, drop_tables, grant, index, tenant_table

revision = "0024"
down_revision = "0023"

ALL = ("select", "insert", "update", "delete")
REGISTRATION = """
    foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
        references registrations (tenant_id, id, home_tenant_id, programme_id) on delete cascade
"""
SESSION = "foreign key (tenant_id, session_id) references event_sessions on delete cascade,"


def upgrade() -> None:
    sessions()
    guests()
    replies()
    attendances()


def sessions() -> None:
    tenant_table(
        "event_sessions",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        event text not null,
        starts_at timestamptz not null,
        minutes int not null check (minutes > 0),
        place text,
        link text,
        places int check (places > 0),
        taken int not null check (taken >= 0),
        waiting int not null check (waiting >= 0),
        called_off boolean not null,
        dropped boolean not null,
        sequence int not null check (sequence >= 0),
        changed_at timestamptz not null,
        primary key (tenant_id, id),
        foreign key (tenant_id, programme_id) references programmes on delete cascade
        """,
    )
    index("event_sessions", "tenant_id, programme_id, event")
    allow("event_sessions", "host", HOST, *ALL)
    allow(
        "event_sessions",
        "partner",
        "exists (select from partners p where p.tenant_id = event_sessions.tenant_id"
        " and p.programme_id = event_sessions.programme_id and p.partner_id = app.tenant())",
        "select",
    )
    grant(
        "event_sessions",
        "select, insert, delete",
        update="starts_at, minutes, place, link, places, taken, waiting, called_off, dropped, sequence, changed_at",
    )


def guests() -> None:
    tenant_table(
        "event_guests",
        """
        tenant_id text not null,
        registration_id uuid not null,
        event text not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        invited_at timestamptz not null,
        told jsonb not null,
        place text check (place in ('given', 'waiting')),
        session_id uuid,
        placed_at timestamptz,
        reminded_at timestamptz,
        asked_again_at timestamptz,
        away_at timestamptz,
        primary key (tenant_id, registration_id, event),
        """
        + SESSION
        + REGISTRATION,
    )
    index("event_guests", "tenant_id, programme_id, event")
    index("event_guests", "home_tenant_id, registration_id")
    allow("event_guests", "host", HOST, *ALL)
    allow("event_guests", "home", HOME, "select")
    grant(
        "event_guests",
        "select, insert, delete",
        update="told, place, session_id, placed_at, reminded_at, asked_again_at, away_at",
    )


def replies() -> None:
    tenant_table(
        "event_replies",
        """
        tenant_id text not null,
        registration_id uuid not null,
        event text not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        coming boolean not null,
        session_id uuid,
        replied_at timestamptz not null,
        primary key (tenant_id, registration_id, event),
        check (coming or session_id is null),
        """
        + SESSION
        + REGISTRATION,
    )
    index("event_replies", "tenant_id, programme_id, event")
    index("event_replies", "home_tenant_id, registration_id")
    allow("event_replies", "home", HOME, *ALL)
    allow("event_replies", "host", HOST, "select")
    grant("event_replies", "select, insert, delete", update="coming, session_id, replied_at")


def attendances() -> None:
    # as with gates: the host or the person's own institution, whoever was there to see them
    tenant_table(
        "event_attendances",
        """
        tenant_id text not null,
        session_id uuid not null,
        registration_id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        was text not null check (was in ('present', 'absent', 'excused')),
        minutes int check (minutes >= 0),
        recorded_at timestamptz not null,
        recorded_by_tenant text not null,
        recorded_by uuid,
        primary key (tenant_id, session_id, registration_id),
        check (recorded_by_tenant in (tenant_id, home_tenant_id)),
        """
        + SESSION
        + REGISTRATION,
    )
    index("event_attendances", "tenant_id, programme_id")
    index("event_attendances", "home_tenant_id, registration_id")
    either = f"({HOST} or {HOME})"
    allow("event_attendances", "either", either, "select", "delete")
    allow("event_attendances", "either", f"{either} and recorded_by_tenant = app.tenant()", "insert")
    grant("event_attendances", "select, insert, delete")  # put right by a row of one's own


def downgrade() -> None:
    drop_tables("event_attendances", "event_replies", "event_guests", "event_sessions")
