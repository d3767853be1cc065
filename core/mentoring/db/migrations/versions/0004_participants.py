"""What the person says (home writes) and what the programme decides (host writes): two sides, never one table."""

from mentoring.db.walls import HOME, HOST, allow, drop_tables, grant, index, tenant_table

revision = "0004"
down_revision = "0003"

ALL = ("select", "insert", "update", "delete")
REGISTRATION = """
    foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
        references registrations (tenant_id, id, home_tenant_id, programme_id)
"""


def upgrade() -> None:
    registrations()
    declarations()
    standings()
    decisions()
    gate_passes()


def registrations() -> None:
    tenant_table(
        "registrations",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        person_id uuid,
        role text not null,
        email text not null check (email = lower(btrim(email))),
        name text not null,
        job_title text,
        unit text,
        grade text,
        kind text check (kind in ('staff', 'student', 'other')),
        listed text,
        answers jsonb not null,
        wishes text[] not null,
        state text not null check (state in ('draft', 'submitted', 'withdrawn')),
        created_at timestamptz not null,
        saved_at timestamptz not null,
        verified_at timestamptz,
        submitted_at timestamptz,
        withdrawn_at timestamptz,
        withdraw_reason text,
        primary key (tenant_id, id),
        unique (tenant_id, id, home_tenant_id, programme_id),
        unique (tenant_id, programme_id, home_tenant_id, email, role),
        foreign key (tenant_id, programme_id) references programmes,
        foreign key (home_tenant_id, person_id) references people (tenant_id, id) on delete set null (person_id),
        check (state <> 'draft' or submitted_at is null),
        check (state <> 'submitted' or submitted_at is not null),
        check (listed is null or home_tenant_id = tenant_id)
        """,
    )
    index("registrations", "tenant_id, programme_id, role")
    index("registrations", "home_tenant_id, person_id")
    # drafts are between a person and their institution
    allow("registrations", "host", f"{HOST} and submitted_at is not null", "select")
    allow("registrations", "home", HOME, "select", "delete")
    # no clock in a policy: whether the partner's dates have passed is the code's to say, by work.now
    taking_part = (
        "tenant_id = app.tenant() or exists (select from partners p where p.tenant_id = registrations.tenant_id"
        " and p.programme_id = registrations.programme_id and p.partner_id = app.tenant())"
    )
    allow("registrations", "home", f"{HOME} and ({taking_part})", "insert")
    allow("registrations", "home", HOME, "update")
    grant(
        "registrations",
        "select, insert, delete",
        update="person_id, email, name, job_title, unit, grade, kind, listed, answers, wishes, state, saved_at, "
        "verified_at, submitted_at, withdrawn_at, withdraw_reason",
    )


def declarations() -> None:
    tenant_table(
        "declarations",
        """
        tenant_id text not null,
        registration_id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        answers jsonb not null,
        consent_text text not null,
        given_at timestamptz not null,
        withdrawn_at timestamptz,
        primary key (tenant_id, registration_id),
        """
        + REGISTRATION
        + "on delete cascade",
    )
    index("declarations", "home_tenant_id, registration_id")
    allow("declarations", "home", HOME, *ALL)
    # registrations has its own wall inside this question: the host finds submitted ones only
    submitted = (
        "exists (select from registrations r where r.tenant_id = declarations.tenant_id"
        " and r.id = declarations.registration_id and r.submitted_at is not null)"
    )
    allow("declarations", "host", f"{HOST} and withdrawn_at is null and {submitted}", "select")
    grant("declarations", "select, insert, delete", update="answers, consent_text, given_at, withdrawn_at")


def standings() -> None:
    tenant_table(
        "standings",
        """
        tenant_id text not null,
        registration_id uuid not null,
        pathway text not null,
        home_tenant_id text not null,
        programme_id uuid not null,
        state text not null check (state in ('draft', 'submitted', 'eligible', 'waiting', 'refused', 'unmatched',
            'offered', 'matched', 'completed', 'withdrawn')),
        verdict text not null check (verdict in ('eligible', 'not_eligible', 'a_person_looks')),
        findings jsonb not null,
        priority int not null,
        waited int not null,
        level int check (level >= 1),
        place boolean not null,
        decided_outcome text check (decided_outcome in ('eligible', 'not_eligible')),
        updated_at timestamptz not null,
        primary key (tenant_id, registration_id, pathway),
        """
        + REGISTRATION,
    )
    index("standings", "tenant_id, programme_id, state")
    index("standings", "home_tenant_id, registration_id")
    allow("standings", "host", HOST, *ALL)
    allow("standings", "home", HOME, "select")
    grant(
        "standings",
        "select, insert, delete",
        update="state, verdict, findings, priority, waited, level, place, decided_outcome, updated_at",
    )


def decisions() -> None:
    tenant_table(
        "decisions",
        """
        tenant_id text not null,
        id uuid not null,
        registration_id uuid not null,
        home_tenant_id text not null,
        programme_id uuid not null,
        pathway text not null,
        outcome text not null check (outcome in ('eligible', 'not_eligible')),
        reason text,
        decided_by_tenant text not null,
        decided_by uuid not null,
        decided_at timestamptz not null,
        primary key (tenant_id, id),
        check (decided_by_tenant in (tenant_id, home_tenant_id)),
        """
        + REGISTRATION,
    )
    index("decisions", "tenant_id, registration_id, decided_at")
    index("decisions", "home_tenant_id, registration_id")
    allow("decisions", "either", f"{HOST} or {HOME}", "select")
    allow("decisions", "either", f"({HOST} or {HOME}) and decided_by_tenant = app.tenant()", "insert")
    grant("decisions", "select, insert")  # append-only


def gate_passes() -> None:
    tenant_table(
        "gate_passes",
        """
        tenant_id text not null,
        id uuid not null,
        registration_id uuid not null,
        home_tenant_id text not null,
        programme_id uuid not null,
        gate text not null,
        passed_at timestamptz not null,
        recorded_by_tenant text not null,
        recorded_by uuid,
        primary key (tenant_id, id),
        unique (tenant_id, registration_id, gate),
        check (recorded_by_tenant in (tenant_id, home_tenant_id)),
        """
        + REGISTRATION,
    )
    index("gate_passes", "tenant_id, programme_id, gate")
    index("gate_passes", "home_tenant_id, registration_id")
    allow("gate_passes", "either", f"{HOST} or {HOME}", "select")
    allow("gate_passes", "either", f"({HOST} or {HOME}) and recorded_by_tenant = app.tenant()", "insert")
    allow("gate_passes", "host", HOST, "delete")
    grant("gate_passes", "select, insert, delete")


def downgrade() -> None:
    drop_tables("gate_passes", "decisions", "standings", "declarations", "registrations")
