"""A-S2, the catalogue lint: what must hold of every table, policy, grant, key and function, read from the server.

Each rule is a query that answers the breaches. Every rule is also seen failing, with its hole made first.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import psycopg
import pytest
from psycopg import sql

from mentoring.db.embedded import Server

Clone = Callable[[], AbstractContextManager[str]]
Superuser = psycopg.Connection[tuple[object, ...]]

RULES = {
    "every table is walled, for its owner too": """
        select relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
            and not (relrowsecurity and relforcerowsecurity)
    """,
    "a policy is for one command, and checks what it lets be written": """
        select tablename || ': ' || policyname from pg_policies
        where cmd = 'ALL' or (cmd in ('INSERT', 'UPDATE') and with_check is null) or permissive <> 'PERMISSIVE'
    """,
    "a policy asks for the institution, except for the directory": """
        select tablename || ': ' || policyname from pg_policies
        where coalesce(qual, '') || coalesce(with_check, '') not like '%app.tenant()%' and tablename <> 'tenants'
    """,
    "a policy reads no clock and not its own table": r"""
        select tablename || ': ' || policyname from pg_policies
        where coalesce(qual, '') || coalesce(with_check, '') ~*
            ('\m(now|current_date|current_timestamp|localtimestamp|clock_timestamp|statement_timestamp)\M|from '
             || tablename || '\M')
    """,
    "what says whose a row is, and who sees it, never moves": """
        select table_name || '.' || column_name || ' to ' || grantee from information_schema.column_privileges
        where grantee <> 'mentoring_owner' and privilege_type = 'UPDATE' and table_schema = 'public'
            and (column_name in ('id', 'seen_by', 'added_at') or column_name like '%tenant%' or
                 column_name like '%programme_id' or column_name like '%mentorship_id' or
                 column_name like '%registration_id' or column_name in ('partner_id', 'author_id', 'meeting_id'))
            -- what a request became: its wall asks for host and home alone
            and (table_name, column_name) <> ('requests', 'mentorship_id')
    """,
    "who sees what hangs on a mentorship is the database's to set": """
        select table_name || '.' || column_name from information_schema.column_privileges
        where grantee = 'mentoring_app' and privilege_type = 'INSERT' and column_name in ('seen_by', 'added_at')
            and table_name <> 'mentorships'
    """,
    "no role may change whole rows, empty a table, hang triggers or keys on it": """
        select table_name || ': ' || privilege_type || ' to ' || grantee from information_schema.table_privileges
        where table_schema in ('public', 'app') and grantee <> 'mentoring_owner'
            and privilege_type in ('UPDATE', 'TRUNCATE', 'TRIGGER', 'REFERENCES', 'MAINTAIN')
    """,
    "nothing is granted to everybody": """
        select table_name || ': ' || privilege_type from information_schema.table_privileges
        where table_schema in ('public', 'app') and grantee = 'PUBLIC'
    """,
    "the report role reads monitoring and the directory, and writes nothing but what was sealed, sealed again": """
        select table_name || '.' || column_name || ': ' || privilege_type from information_schema.column_privileges
        where grantee = 'mentoring_report'
            and (privilege_type <> 'SELECT' or table_name not in ('tenants', 'monitoring'))
            and (table_name, column_name, privilege_type) <> ('monitoring', 'sealed', 'UPDATE')
    """,
    "the application never reads what is sealed in monitoring": """
        select grantee::text from information_schema.column_privileges
        where grantee in ('mentoring_app', 'PUBLIC') and privilege_type = 'SELECT' and table_name = 'monitoring'
            and column_name = 'sealed'
    """,
    "everything belongs to the owner role": """
        select relname::text from pg_class join pg_roles r on r.oid = relowner
        where relnamespace in ('public'::regnamespace, 'app'::regnamespace) and rolname <> 'mentoring_owner'
        union all select proname from pg_proc join pg_roles r on r.oid = proowner
        where pronamespace in ('public'::regnamespace, 'app'::regnamespace) and rolname <> 'mentoring_owner'
    """,
    "the three roles have no powers, and none is a member of another": """
        select rolname::text from pg_roles where rolname like 'mentoring\\_%'
            and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
        union all select member::regrole::text from pg_auth_members
        where member::regrole::text like 'mentoring\\_%' or roleid::regrole::text like 'mentoring\\_%'
    """,
    "neither the application nor the report role may make anything": """
        select rolname || ' in ' || nspname from pg_roles, pg_namespace
        where rolname in ('mentoring_app', 'mentoring_report') and nspname in ('public', 'app')
            and has_schema_privilege(rolname, nspname, 'create')
    """,
    "no view, no rule: they read as their owner": """
        select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')
    """,
    "six functions run as their owner, on a fixed path, and nobody may call them": """
        select proname::text from pg_proc
        where pronamespace in ('public'::regnamespace, 'app'::regnamespace) and prosecdef
            and (proname not in ('spread_seen_by', 'renew_seen_by', 'forget', 'spread_agreements', 'forget_answers',
                                 'forget_agreements')
                 or proconfig is null
                 or has_function_privilege('mentoring_app', oid, 'execute'))
    """,
    "every key of a tenant's table begins with a tenant column, so that it can be partitioned": """
        select conrelid::regclass::text || ': ' || conname from pg_constraint
        join pg_attribute on attrelid = conrelid and attnum = conkey[1]
        where connamespace = 'public'::regnamespace and conparentid = 0 and contype in ('p', 'u', 'f', 'x')
            and (attname not in ('tenant_id', 'home_tenant_id', 'partner_id') or contype = 'x')
            and conrelid <> 'tenants'::regclass
    """,
    "one key crosses institutions: from (home_tenant_id, a person) to people": """
        select conrelid::regclass::text || ': ' || conname from pg_constraint
        join pg_attribute on attrelid = conrelid and attnum = conkey[1]
        where connamespace = 'public'::regnamespace and contype = 'f' and attname <> 'tenant_id'
            and confrelid not in ('people'::regclass, 'tenants'::regclass)
    """,
}

HOLES = {
    "every table is walled, for its owner too":
        "alter table people no force row level security",
    "a policy is for one command, and checks what it lets be written":
        "create policy hole on people using (tenant_id = app.tenant())",
    "a policy asks for the institution, except for the directory":
        "create policy hole on people for select using (true)",
    "a policy reads no clock and not its own table":
        "create policy hole on people for select using (tenant_id = app.tenant() and created_at < now())",
    "what says whose a row is, and who sees it, never moves":
        "grant update (home_tenant_id) on registrations to mentoring_app",
    "who sees what hangs on a mentorship is the database's to set":
        "grant insert (seen_by) on members to mentoring_app",
    "no role may change whole rows, empty a table, hang triggers or keys on it":
        "grant truncate on audit to mentoring_app",
    "nothing is granted to everybody": "grant select on people to public",
    "the report role reads monitoring and the directory, and writes nothing but what was sealed, sealed again":
        "grant select on people to mentoring_report",
    "the application never reads what is sealed in monitoring": "grant select on monitoring to mentoring_app",
    "everything belongs to the owner role": "alter table people owner to mentoring_app",
    "the three roles have no powers, and none is a member of another": "grant mentoring_owner to mentoring_app",
    "neither the application nor the report role may make anything": "grant create on schema public to mentoring_app",
    "no view, no rule: they read as their owner": "create view everybody as select * from people",
    "six functions run as their owner, on a fixed path, and nobody may call them":
        "create function app.peek() returns bigint security definer language sql return (select count(*) from people)",
    "every key of a tenant's table begins with a tenant column, so that it can be partitioned":
        "alter table people add unique (email)",
    "one key crosses institutions: from (home_tenant_id, a person) to people":
        "alter table gate_passes add foreign key (home_tenant_id, registration_id) references registrations",
}  # fmt: skip


@pytest.fixture(scope="module")
def superuser(postgres: Server, clone: Clone) -> Iterator[Superuser]:
    """One migrated database for all rules: they read, and each hole is taken back."""
    with clone() as name, postgres.superuser(name) as connection:
        yield connection


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_holds(superuser: Superuser, rule: str) -> None:
    assert superuser.execute(sql.SQL(RULES[rule])).fetchall() == []


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_notices_a_hole(superuser: Superuser, rule: str) -> None:
    with superuser.transaction(force_rollback=True):
        superuser.execute(sql.SQL(HOLES[rule]))
        assert superuser.execute(sql.SQL(RULES[rule])).fetchall() != []
