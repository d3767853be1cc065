"""What people answer to surveys, what members agree on and sign, and what a coordinator has seen for a gate.

Answers stand behind the wall of those who may read them, as the host set it when it asked (`reach`): coordinators of
host and home, the host's alone, the members of the mentorship, or nobody. Answers that nobody may read by name are
copied, once sent, into a table that knows neither person nor institution nor time.
"""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, SEEN, allow, drop_tables, grant, index, tenant_table

revision = "0025"
down_revision = "0024"

OWNER = "mentoring_owner"
SELF = f"{HOME} and person_id = app.person()"
REGISTRATION = """
    foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
        references registrations (tenant_id, id, home_tenant_id, programme_id) on delete cascade
"""


def upgrade() -> None:
    asked()
    answers()
    unsigned_answers()
    agreements()
    signatures()
    spread()
    gate_checks()


def asked() -> None:
    op.execute(
        "alter table asked add column answered_at timestamptz, add column alarm boolean not null default false,"
        " add column reminded int not null default 0 check (reminded >= 0),"
        " add column reach text not null default 'coordinators'"
        " check (reach in ('coordinators', 'host', 'members', 'nobody')),"
        " add unique (tenant_id, id, registration_id, home_tenant_id, programme_id, survey, reach)"
    )
    # that somebody has answered is theirs to say; whom they were asked by and for how long is not
    op.execute(f"create policy home_update on asked for update using ({HOME}) with check ({HOME})")
    op.execute(f"revoke update (closes_at) on asked from {APP}")
    op.execute(f"grant update (answered_at, alarm, reminded) on asked to {APP}")


def answers() -> None:
    tenant_table(
        "answers",
        """
        tenant_id text not null,
        asked_id uuid not null,
        programme_id uuid not null,
        registration_id uuid not null,
        home_tenant_id text not null,
        person_id uuid not null,
        survey text not null,
        mentorship_id uuid,
        reach text not null,
        answers jsonb not null,
        saved_at timestamptz not null,
        answered_at timestamptz,
        primary key (tenant_id, asked_id),
        foreign key (tenant_id, asked_id, registration_id, home_tenant_id, programme_id, survey, reach)
            references asked (tenant_id, id, registration_id, home_tenant_id, programme_id, survey, reach)
            on delete cascade
        """,
    )
    index("answers", "tenant_id, programme_id, survey")
    index("answers", "home_tenant_id, registration_id")
    allow("answers", "self", SELF, "select", "insert", "update", "delete")
    allow("answers", "home", f"{HOME} and reach = 'coordinators' and answered_at is not null", "select")
    allow("answers", "host", f"{HOST} and reach in ('coordinators', 'host') and answered_at is not null", "select")
    allow(
        "answers",
        "member",
        "reach = 'members' and answered_at is not null and exists (select from members m"
        " where m.tenant_id = answers.tenant_id and m.mentorship_id = answers.mentorship_id"
        " and m.home_tenant_id = app.tenant() and m.person_id = app.person()"
        " and m.joined_at is not null and m.left_at is null)",
        "select",
    )
    grant("answers", "select, insert, delete", update="answers, saved_at, answered_at")
    op.execute("""
        create function app.forget_answers() returns trigger language plpgsql security definer
        set search_path = public, pg_temp as $$ begin
          delete from answers where tenant_id = new.tenant_id and registration_id = new.id;
          return null; end $$
    """)
    op.execute("revoke execute on function app.forget_answers() from public")
    op.execute(
        "create trigger forget_answers after update of forgotten_at on registrations for each row"
        " when (new.forgotten_at is not null) execute function app.forget_answers()"
    )
    allow("answers", "forget", HOME, "select", "delete", to=OWNER)


def unsigned_answers() -> None:
    tenant_table(
        "unsigned_answers",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        survey text not null,
        answers jsonb not null,
        primary key (tenant_id, id),
        foreign key (tenant_id, programme_id) references programmes on delete cascade
        """,
    )
    index("unsigned_answers", "tenant_id, programme_id, survey")
    allow("unsigned_answers", "host", HOST, "select", "delete")
    allow(
        "unsigned_answers",
        "asked",
        "exists (select from asked a where a.tenant_id = unsigned_answers.tenant_id"
        " and a.programme_id = unsigned_answers.programme_id and a.survey = unsigned_answers.survey"
        " and a.home_tenant_id = app.tenant() and a.reach = 'nobody')",
        "insert",
    )
    grant("unsigned_answers", "select, insert, delete")


def agreements() -> None:
    tenant_table(
        "agreements",
        """
        tenant_id text not null,
        mentorship_id uuid not null,
        agreement text not null,
        version int not null check (version > 0),
        programme_id uuid not null,
        seen_by text[] not null,
        title jsonb not null,
        text jsonb not null,
        answers jsonb not null,
        written_by_tenant text not null,
        written_by uuid not null,
        written_at timestamptz not null,
        primary key (tenant_id, mentorship_id, agreement, version),
        foreign key (tenant_id, mentorship_id) references mentorships on delete cascade
        """,
    )
    op.execute("create trigger seen_by before insert on agreements for each row execute function app.copy_seen_by()")
    index("agreements", "seen_by", using="gin")
    allow("agreements", "either", f"{HOST} or {SEEN}", "select")
    allow("agreements", "either", f"({HOST} or {SEEN}) and written_by_tenant = app.tenant()", "insert")
    allow("agreements", "host", HOST, "delete")
    grant(
        "agreements",
        "select, delete, insert (tenant_id, mentorship_id, agreement, version, programme_id, title, text, answers, "
        "written_by_tenant, written_by, written_at)",
    )


def signatures() -> None:
    tenant_table(
        "signatures",
        """
        tenant_id text not null,
        mentorship_id uuid not null,
        agreement text not null,
        registration_id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        seen_by text[] not null,
        asked_at timestamptz not null,
        asked_version int not null check (asked_version > 0),
        version int,
        signed_at timestamptz,
        primary key (tenant_id, mentorship_id, agreement, registration_id),
        check ((version is null) = (signed_at is null)),
        foreign key (tenant_id, mentorship_id, agreement, version)
            references agreements (tenant_id, mentorship_id, agreement, version) on delete cascade,
        foreign key (tenant_id, mentorship_id, registration_id, home_tenant_id)
            references members (tenant_id, mentorship_id, registration_id, home_tenant_id) on delete cascade
        """,
    )
    op.execute("create trigger seen_by before insert on signatures for each row execute function app.copy_seen_by()")
    index("signatures", "tenant_id, programme_id")
    index("signatures", "seen_by", using="gin")
    allow("signatures", "host", HOST, "select", "insert", "update", "delete")
    allow("signatures", "seen", SEEN, "select")
    allow("signatures", "home", HOME, "update")
    grant(
        "signatures",
        "select, delete, insert (tenant_id, mentorship_id, agreement, registration_id, programme_id, home_tenant_id, "
        "asked_at, asked_version, version, signed_at)",
        update="asked_version, version, signed_at",
    )


def spread() -> None:
    # as the owner, who alone may update seen_by of these; policies still hold, within the host's scope
    op.execute("""
        create function app.spread_agreements() returns trigger language plpgsql security definer
        set search_path = public, pg_temp as $$ begin
          update agreements set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;
          update signatures set seen_by = new.seen_by where tenant_id = new.tenant_id and mentorship_id = new.id;
          return null; end $$
    """)
    op.execute("revoke execute on function app.spread_agreements() from public")
    op.execute("""
        create trigger spread_agreements after update of seen_by on mentorships for each row
        when (old.seen_by is distinct from new.seen_by) execute function app.spread_agreements()
    """)
    allow("agreements", "spread", HOST, "update", to=OWNER)


def gate_checks() -> None:
    tenant_table(
        "gate_checks",
        """
        tenant_id text not null,
        registration_id uuid not null,
        gate text not null,
        need int not null check (need >= 0),
        programme_id uuid not null,
        home_tenant_id text not null,
        checked_at timestamptz not null,
        recorded_by_tenant text not null,
        recorded_by uuid not null,
        primary key (tenant_id, registration_id, gate, need),
        check (recorded_by_tenant in (tenant_id, home_tenant_id)),
        """
        + REGISTRATION,
    )
    index("gate_checks", "tenant_id, programme_id")
    index("gate_checks", "home_tenant_id, registration_id")
    either = f"({HOST} or {HOME})"
    allow("gate_checks", "either", either, "select")
    allow("gate_checks", "either", f"{either} and recorded_by_tenant = app.tenant()", "insert")
    allow("gate_checks", "host", HOST, "delete")
    grant("gate_checks", "select, insert, delete")


def downgrade() -> None:
    op.execute("drop trigger spread_agreements on mentorships")
    op.execute("drop function app.spread_agreements()")
    op.execute("drop trigger forget_answers on registrations")
    drop_tables("gate_checks", "signatures", "agreements", "unsigned_answers", "answers")
    op.execute("drop function app.forget_answers()")
    op.execute("drop policy home_update on asked")
    op.execute(f"grant update (closes_at) on asked to {APP}")
    op.execute("alter table asked drop column reach, drop column reminded, drop column alarm, drop column answered_at")
