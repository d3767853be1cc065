"""A partner leaves: what is seen of a mentorship follows from its members, and what is forgotten goes in one step.

Who sees a mentorship is no longer anybody's to write: the database takes an institution out when it has left and
nothing of its people is running, and takes one in when a member of it is added. Forgetting a registration takes with
it what only the person, or nobody, could delete; for both the owner acts, inside the walls of whoever caused it.
"""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, allow

revision = "0016"
down_revision = "0015"

OWNER = "mentoring_owner"
APPEND_ONLY = ("decisions", "levels_set", "reviews")
PARTNER = (
    "tenant_id = app.tenant() or exists (select from partners p where p.tenant_id = {0}.tenant_id"
    " and p.programme_id = {0}.programme_id and p.partner_id = app.tenant()"
)


def upgrade() -> None:
    op.execute("alter table programmes add column controllers json not null default '[]'")
    op.execute(f"grant update (controllers) on programmes to {APP}")
    op.execute("alter table partners add column left_at timestamptz, add column cleared_at timestamptz")
    op.execute(f"grant update (left_at, cleared_at) on partners to {APP}")
    op.execute("alter table registrations add column forgotten_at timestamptz")
    op.execute(f"grant update (forgotten_at) on registrations to {APP}")
    nobody_joins_who_left(" and p.left_at is null)")
    seen_by()
    forget()


def nobody_joins_who_left(end: str) -> None:
    """What a partner's scope may add to a programme, with how the condition on partners ends."""
    op.execute("drop policy home_insert on registrations")
    allow("registrations", "home", f"{HOME} and ({PARTNER.format('registrations')}{end})", "insert")
    op.execute("drop policy either_insert on invitations")
    own = f"({HOST} or {HOME}) and invited_by_tenant = app.tenant()"
    allow("invitations", "either", f"{own} and ({PARTNER.format('invitations')}{end})", "insert")


def seen_by() -> None:
    # an institution stays while one of its members has not left, or the mentorship is running, or it takes part;
    # where nobody stays the host does, who sees it anyway. Runs in the host's scope, as the owner: see spread_seen_by
    op.execute("""
        create function app.renew_seen_by() returns trigger language plpgsql security definer
        set search_path = public, pg_temp as $$
        declare host text := new.tenant_id; touched uuid[];
        begin
          touched := case tg_argv[0]
            when 'partners' then array(
                select m.id from mentorships m where m.tenant_id = host
                   and m.programme_id = (to_jsonb(new) ->> 'programme_id')::uuid
                   and m.seen_by @> array[to_jsonb(new) ->> 'partner_id'])
            when 'members' then array[(to_jsonb(new) ->> 'mentorship_id')::uuid]
            else array[(to_jsonb(new) ->> 'id')::uuid] end;
          update mentorships m set seen_by = s.seen_by from (
            select k.id, coalesce(nullif(array(
                select distinct x.home_tenant_id from members x
                 where x.tenant_id = host and x.mentorship_id = k.id and not exists (
                    select from partners p where p.tenant_id = host and p.programme_id = k.programme_id
                       and p.partner_id = x.home_tenant_id and p.left_at is not null
                       and (k.state not in ('offered', 'running') or x.left_at is not null))
                 order by 1), '{}'), array[host]) as seen_by
              from mentorships k where k.tenant_id = host and k.id = any(touched)) s
           where m.tenant_id = host and m.id = s.id and m.seen_by <> s.seen_by;
          return null; end $$
    """)
    op.execute("revoke execute on function app.renew_seen_by() from public")
    for table, when in (
        ("partners", "update of left_at on partners for each row when (new.left_at is not null)"),
        ("mentorships", "update of state on mentorships for each row when (new.state not in ('offered', 'running'))"),
        ("members", "update of left_at on members for each row when (new.left_at is not null)"),
    ):
        op.execute(f"create trigger renew_seen_by after {when} execute function app.renew_seen_by('{table}')")
    op.execute(
        "create trigger widen_seen_by after insert on members for each row"
        " when (not new.seen_by @> array[new.home_tenant_id]) execute function app.renew_seen_by('members')"
    )
    op.execute(f"revoke update (seen_by) on mentorships from {APP}")


def forget() -> None:
    op.execute("""
        create function app.forget() returns trigger language plpgsql security definer
        set search_path = public, pg_temp as $$ begin
          delete from monitoring where tenant_id = new.tenant_id and registration_id = new.id;
          delete from declarations where tenant_id = new.tenant_id and registration_id = new.id;
          update decisions set reason = null where tenant_id = new.tenant_id and registration_id = new.id;
          update levels_set set reason = '' where tenant_id = new.tenant_id and registration_id = new.id;
          update reviews set answers = '{}', reason = null where tenant_id = new.tenant_id and registration_id = new.id;
          return null; end $$
    """)
    op.execute("revoke execute on function app.forget() from public")
    op.execute(
        "create trigger forget after update of forgotten_at on registrations for each row"
        " when (new.forgotten_at is not null) execute function app.forget()"
    )
    for table in APPEND_ONLY:
        allow(table, "forget", HOME, "update", to=OWNER)
    allow("monitoring", "forget", HOME, "select", "delete", to=OWNER)


def downgrade() -> None:
    op.execute("drop policy forget_delete on monitoring")
    op.execute("drop policy forget_select on monitoring")
    for table in APPEND_ONLY:
        op.execute(f"drop policy forget_update on {table}")
    op.execute("drop trigger forget on registrations")
    op.execute("drop function app.forget()")
    op.execute(f"grant update (seen_by) on mentorships to {APP}")
    op.execute("drop trigger widen_seen_by on members")
    for table in ("partners", "mentorships", "members"):
        op.execute(f"drop trigger renew_seen_by on {table}")
    op.execute("drop function app.renew_seen_by()")
    nobody_joins_who_left(")")
    op.execute("alter table registrations drop column forgotten_at")
    op.execute("alter table partners drop column left_at, drop column cleared_at")
    op.execute("alter table programmes drop column controllers")
