"""Rounds, private to the host, and mentorships: walled by the institutions of their members."""

from alembic import op

from mentoring.db.walls import HOME, HOST, SEEN, allow, drop_tables, grant, index, tenant_table

revision = "0005"
down_revision = "0004"

ALL = ("select", "insert", "update", "delete")


def upgrade() -> None:
    rounds()
    mentorships()
    # runs as the invoker: a mentorship they cannot see yields null, and the insert is refused
    op.execute("""
        create function app.copy_seen_by() returns trigger language plpgsql
        set search_path = public, pg_temp as $$ begin
          select m.seen_by into new.seen_by from mentorships m
           where m.tenant_id = new.tenant_id and m.id = new.mentorship_id;
          return new; end $$
    """)
    members()


def rounds() -> None:
    tenant_table(
        "rounds",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        milestone text not null,
        number int not null check (number >= 1),
        state text not null check (state in ('proposed', 'published', 'discarded')),
        version int not null,
        plan jsonb not null,
        inputs_digest text not null,
        result jsonb not null,
        created_at timestamptz not null,
        created_by uuid,
        published_at timestamptz,
        published_by uuid,
        primary key (tenant_id, id),
        unique (tenant_id, programme_id, number),
        foreign key (tenant_id, programme_id) references programmes
        """,
    )
    allow("rounds", "host", HOST, *ALL)
    grant(
        "rounds",
        "select, insert, delete",
        update="state, version, plan, inputs_digest, result, published_at, published_by",
    )


def mentorships() -> None:
    tenant_table(
        "mentorships",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        seen_by text[] not null check (cardinality(seen_by) > 0),
        pathway text not null,
        title text,
        round_id uuid,
        state text not null check (state in ('offered', 'running', 'completed', 'ended', 'declined')),
        because jsonb not null,
        created_at timestamptz not null,
        formed_at timestamptz,
        planned_end date,
        ended_at timestamptz,
        end_reason text,
        primary key (tenant_id, id),
        foreign key (tenant_id, programme_id) references programmes,
        foreign key (tenant_id, round_id) references rounds
        """,
    )
    index("mentorships", "tenant_id, programme_id, state")
    index("mentorships", "seen_by", using="gin")
    allow("mentorships", "host", HOST, *ALL)
    allow("mentorships", "seen", SEEN, "select")
    grant(
        "mentorships",
        "select, insert, delete",
        update="state, seen_by, title, because, formed_at, planned_end, ended_at, end_reason",
    )


def members() -> None:
    tenant_table(
        "members",
        """
        tenant_id text not null,
        mentorship_id uuid not null,
        registration_id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        person_id uuid,
        seen_by text[] not null,
        role text not null,
        name text not null,
        job_title text,
        institution text not null,
        contact text,
        profile jsonb not null,
        answer text not null check (answer in ('pending', 'accepted', 'declined', 'expired')),
        asked_at timestamptz,
        answer_by timestamptz,
        answered_at timestamptz,
        joined_at timestamptz,
        left_at timestamptz,
        added_at timestamptz not null default clock_timestamp(),
        primary key (tenant_id, mentorship_id, registration_id),
        unique (tenant_id, mentorship_id, registration_id, home_tenant_id),
        foreign key (tenant_id, mentorship_id) references mentorships on delete cascade,
        foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
            references registrations (tenant_id, id, home_tenant_id, programme_id),
        foreign key (home_tenant_id, person_id) references people (tenant_id, id) on delete set null (person_id)
        """,
    )
    op.execute("create trigger seen_by before insert on members for each row execute function app.copy_seen_by()")
    index("members", "seen_by", using="gin")
    index("members", "home_tenant_id, person_id")
    index("members", "tenant_id, registration_id")
    allow("members", "host", HOST, *ALL)
    allow("members", "seen", SEEN, "select")
    allow("members", "home", HOME, "update")
    # added_at is the database's own: a member added later, by whomever, reads no earlier note
    grant(
        "members",
        "select, delete, insert (tenant_id, mentorship_id, registration_id, programme_id, home_tenant_id, person_id, "
        "role, name, job_title, institution, contact, profile, answer, asked_at, answer_by, answered_at, "
        "joined_at, left_at)",
        update="name, job_title, contact, profile, answer, asked_at, answer_by, answered_at, joined_at, left_at",
    )


def downgrade() -> None:
    drop_tables("members")
    op.execute("drop function app.copy_seen_by()")
    drop_tables("mentorships", "rounds")
