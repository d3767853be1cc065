"""A partner agrees before it takes part: the word is its own, and until it is given nobody of it registers.

A host's coordinator asks; the partner's answers. Whose word it is, the database keeps: a trigger lets a partner write
its answer and nothing else of its row, and lets nobody who is signed in at the host give that answer. What a file names
has agreed already: whoever runs the system for several institutions says so by applying it.
"""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, allow

revision = "0026"
down_revision = "0025"

PARTNER = (
    "tenant_id = app.tenant() or exists (select from partners p where p.tenant_id = {0}.tenant_id"
    " and p.programme_id = {0}.programme_id and p.partner_id = app.tenant() and p.left_at is null"
)


def upgrade() -> None:
    op.execute("alter table partners add column declined_at timestamptz")
    op.execute("alter table partners add column agreed_at timestamptz default now()")  # those there are have agreed
    op.execute("alter table partners alter column agreed_at drop default")
    op.execute(
        "alter table partners add constraint partners_one_answer check (agreed_at is null or declined_at is null)"
    )
    op.execute(f"grant update (agreed_at, declined_at) on partners to {APP}")
    allow("partners", "partner", "partner_id = app.tenant()", "update")
    op.execute("""
        create function app.whose_word() returns trigger language plpgsql as $$ begin
          if tg_op = 'INSERT' then
            if app.person() is not null and new.agreed_at is not null then
              raise exception 'a partner agrees for itself' using errcode = 'insufficient_privilege';
            end if;
          elsif new.agreed_at is distinct from old.agreed_at and (old.agreed_at is not null
                or (app.person() is not null and old.partner_id is distinct from app.tenant())) then
            raise exception 'a partner agrees for itself, once' using errcode = 'insufficient_privilege';
          elsif old.partner_id = app.tenant() and (new.from_on, new.to_on, new.places, new.left_at, new.cleared_at)
                is distinct from (old.from_on, old.to_on, old.places, old.left_at, old.cleared_at) then
            raise exception 'a partner writes its answer alone' using errcode = 'insufficient_privilege';
          end if;
          return new; end $$
    """)
    op.execute(
        "create trigger whose_word before insert or update on partners for each row execute function app.whose_word()"
    )
    registering(" and p.agreed_at is not null)")


def registering(end: str) -> None:
    """What a partner's scope may add to a programme, with how the condition on partners ends."""
    op.execute("drop policy home_insert on registrations")
    allow("registrations", "home", f"{HOME} and ({PARTNER.format('registrations')}{end})", "insert")
    op.execute("drop policy either_insert on invitations")
    own = f"({HOST} or {HOME}) and invited_by_tenant = app.tenant()"
    allow("invitations", "either", f"{own} and ({PARTNER.format('invitations')}{end})", "insert")


def downgrade() -> None:
    registering(")")
    op.execute("drop trigger whose_word on partners")
    op.execute("drop function app.whose_word()")
    op.execute("drop policy partner_update on partners")
    op.execute("alter table partners drop column agreed_at, drop column declined_at")
