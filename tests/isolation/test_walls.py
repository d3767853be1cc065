"""A-S2: with the application bypassed, raw SQL as each database role sees and changes what it may, and nothing else.

What each scope may do is said a second time here, in Python, from the design's words alone; the database's
answers are compared with it row by row. The probe answers the list of breaches, so that other tests can take
a wall away and see it noticed.
"""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from rights import BESIDES, REPORT_RIGHTS, RIGHTS, May, nobody

Rows = Mapping[str, list[dict[str, Any]]]
Connection = psycopg.Connection[DictRow]


class World(Protocol):
    @property
    def slugs(self) -> tuple[str, ...]: ...
    def connect(self, role: str) -> Connection: ...
    def id_of(self, *words: str) -> UUID: ...


@pytest.fixture(scope="module")
def rows(world: World) -> Rows:
    with world.connect("postgres") as admin:
        return read_all(admin)


def read_all(admin: Connection) -> Rows:
    """Every row of every table, as JSON, whoever may see it."""
    answer: dict[str, list[dict[str, Any]]] = {}
    for table in RIGHTS:
        more = f", {BESIDES[table]}" if table in BESIDES else ""
        answer[table] = [
            {**found["row"], **{key: value for key, value in found.items() if key != "row"}}
            for found in admin.execute(sql.SQL(f"select to_jsonb(t) as row{more} from {table} t"))
        ]
    return answer


def askers(world: World) -> list[tuple[str | None, str | None]]:
    """Every institution, with no person and with each of three; the empty institution, and none set at all."""
    people = [(slug, str(world.id_of(slug, who))) for slug in world.slugs for who in ("matched", "mentor", "unmatched")]
    return [(None, None), ("", None), *((slug, None) for slug in world.slugs), *people]


def probe(
    world: World, connection: Connection, rows: Rows, rights: Mapping[str, tuple[May, May, May, May]] = RIGHTS
) -> list[str]:
    """Where the database's answers differ from `rights`: more seen or changed, or less than is someone's due."""
    tries = [(table, row) for table in rows for row in rows[table]]
    ways = {table: ways_to_try(connection, table) for table in rows}
    statements = [way for table, _ in tries for way in ways[table]]
    subjects = [Jsonb(dict(row)) for table, row in tries for _ in ways[table]]
    connection.execute(PASSES)
    breaches = []
    for tenant, person in askers(world):
        with connection.transaction(force_rollback=True):
            if tenant is not None:
                connection.execute("select set_config('app.tenant_id', %s, true)", (tenant,))
            if person is not None:
                connection.execute("select set_config('app.person_id', %s, true)", (person,))
            passed = [found["passes"] for found in connection.execute(PROBE, (statements, subjects))]
        for number, (table, row) in enumerate(tries):
            right = [may(row, tenant or None, person) for may in rights[table]]
            holds = passed[4 * number : 4 * number + 4]
            if right != holds:
                breaches.append(f"{table}, {tenant}, {person}: {right} is right, {holds} holds for {row}")
    return breaches


# whether the wall lets a statement through: one row is touched, or only a constraint behind the wall refuses
PASSES = """
    create or replace function pg_temp.passes(statement text, subject jsonb) returns boolean language plpgsql as $$
    declare touched int;
    begin
        execute statement using subject;
        get diagnostics touched = row_count;
        raise exception using errcode = 'UNDO1';
    exception
        when sqlstate 'UNDO1' then return touched = 1;
        when unique_violation or foreign_key_violation then return true;
        when insufficient_privilege then return false;
    end $$
"""
PROBE = """
    select pg_temp.passes(statement, subject)
    from unnest(%s::text[], %s::jsonb[]) with ordinality as tries (statement, subject, number) order by number
"""


def ways_to_try(connection: Connection, table: str) -> list[str]:
    """Statements that select, insert (again, so that its key stands in the way), update and delete the row $1."""
    name = sql.Identifier(table)
    facts = connection.execute(COLUMNS, {"table": table}).fetchall()
    whole = sql.SQL("(select r from jsonb_populate_record(null::{}, $1) r)").format(name)
    where = sql.SQL(" and ").join(
        sql.SQL("{key} = ({whole}).{key}").format(key=sql.Identifier(fact["name"]), whole=whole)
        for fact in facts
        if fact["is_key"]
    )
    listed = sql.SQL(", ").join(sql.Identifier(f["name"]) for f in facts if f["may_insert"] or not f["any_insert"])
    key = sql.Identifier(next(fact["name"] for fact in facts if fact["is_key"]))
    changed = [sql.Identifier(fact["name"]) for fact in facts if fact["may_update"]]
    # monitoring's value can be written and never read
    change = sql.SQL("sealed = ''" if table == "monitoring" else "{column} = {column}").format(
        column=next(iter(changed), key)
    )
    ways = (
        sql.SQL("select {} from {} where {}").format(key, name, where),
        sql.SQL("insert into {} ({}) select {} from jsonb_populate_record(null::{}, $1)").format(
            name, listed, listed, name
        ),
        sql.SQL("update {} set {} where {}").format(name, change, where),
        sql.SQL("delete from {} where {}").format(name, where),
    )
    return [way.as_string() for way in ways]


COLUMNS = """
    select attname as name, attnum = any(indkey) as is_key,
        has_column_privilege('mentoring_app', attrelid, attnum, 'insert') as may_insert,
        has_any_column_privilege('mentoring_app', attrelid, 'insert') as any_insert,
        has_column_privilege('mentoring_app', attrelid, attnum, 'update') as may_update
    from pg_attribute join pg_index on indrelid = attrelid and indisprimary
    where attrelid = %(table)s::regclass and attnum > 0 and not attisdropped
    order by attnum
"""


def test_every_table_holds_rows_of_every_institution(world: World, rows: Rows) -> None:
    held = {table: {row.get("tenant_id", row.get("id")) for row in found} for table, found in rows.items()}
    assert held == {table: set(world.slugs) - ({"lse"} if table == "partners" else set()) for table in RIGHTS}


def test_the_list_of_rights_names_every_table(world: World) -> None:
    with world.connect("postgres") as admin:
        found = admin.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p', 'v', 'm', 'f') and not relispartition"
        ).fetchall()
    assert {row["relname"] for row in found} == set(RIGHTS)


def test_each_scope_may_do_exactly_what_is_right_to_each_row(world: World, rows: Rows) -> None:
    with world.connect("mentoring_app") as app:
        told("mentoring_app", world, rows, probe(world, app, rows))


def test_the_report_role_reads_the_directory_and_monitoring_and_seals_that_again_alone(
    world: World, rows: Rows
) -> None:
    rights = {**dict.fromkeys(RIGHTS, (nobody,) * 4), **REPORT_RIGHTS}
    with world.connect("mentoring_report") as report:
        told("mentoring_report", world, rows, probe(world, report, rows, rights))


def told(role: str, world: World, rows: Rows, breaches: list[str]) -> None:
    statements = 4 * len(askers(world)) * sum(map(len, rows.values()))
    print(  # noqa: T201 - a proof tells its counts
        f"\nA-S2: {role}, {len(rows)} tables, 4 commands, {len(world.slugs)} tenants, {len(askers(world))} askers, "
        f"{statements} statements and as many assertions, {len(breaches)} breaches"
    )
    assert breaches == []


def test_kcl_sees_nothing_of_ucls_unmatched_people_in_any_table(world: World, rows: Rows) -> None:
    alone = [word for who in ("unmatched", "drafting") for word in traces(world, "ucl", who)]
    held = {table for table, found in rows.items() for row in found if any(word in str(row) for word in alone)}
    assert held >= {"people", "registrations", "declarations", "standings", "decisions", "messages", "audit"}
    with world.connect("mentoring_app") as app:
        for person in (None, "matched", "mentor"):
            app.execute("select set_config('app.tenant_id', 'kcl', true)")
            app.execute("select set_config('app.person_id', %s, true)", (person and str(world.id_of("kcl", person)),))
            for table in RIGHTS:
                columns = "registration_id, person_id" if table == "monitoring" else "*"
                said = str(app.execute(sql.SQL(f"select {columns} from {table}")).fetchall())
                assert [word for word in alone if word in said] == [], table


def traces(world: World, slug: str, who: str) -> tuple[str, ...]:
    """All that could give someone away who takes part in their own institution's programme alone."""
    return f"{who}@{slug}.example", str(world.id_of(slug, who)), str(world.id_of(slug, slug, who))


def test_the_report_role_reads_the_directory_and_its_own_programmes_monitoring_alone(world: World) -> None:
    with world.connect("mentoring_report") as report:
        seen = {}
        report.execute("select set_config('app.tenant_id', 'kcl', true)")
        for table in RIGHTS:
            try:
                with report.transaction():
                    found = report.execute(sql.SQL(f"select * from {table}")).fetchall()
                    seen[table] = {row.get("tenant_id", row.get("id")) for row in found}
            except errors.InsufficientPrivilege:
                continue
    assert seen == {"tenants": set(world.slugs), "monitoring": {"kcl"}}


def test_the_report_role_seals_again_what_its_own_programmes_hold_and_changes_nothing_else(world: World) -> None:
    with world.connect("mentoring_report") as report:
        report.execute("select set_config('app.tenant_id', 'kcl', true)")
        with report.transaction(force_rollback=True):
            changed = report.execute("update monitoring set sealed = 'again' returning tenant_id").fetchall()
        assert {row["tenant_id"] for row in changed} == {"kcl"}
        for statement in (
            "update monitoring set person_id = person_id",
            "delete from monitoring",
            "insert into monitoring select * from monitoring",
        ):
            with pytest.raises(errors.InsufficientPrivilege), report.transaction():
                report.execute(statement)


HOLES = (
    ("tenants", "create policy hole on tenants for update using (true)"),
    ("factors", "create policy hole on factors for select using (true)"),
    ("people", "alter table people disable row level security"),
    ("people", "create policy hole on people for select using (true)"),
    ("people", "drop policy own_select on people"),
    ("people", "create or replace function app.tenant() returns text stable language sql return 'ucl'"),
    ("people", "alter role mentoring_app bypassrls"),
    ("registrations", "create policy hole on registrations for select using (tenant_id = app.tenant())"),
    ("registrations", "create policy hole on registrations for insert with check (true)"),
    ("declarations", "create policy hole on declarations for select using (home_tenant_id is not null)"),
    ("standings", "create policy hole on standings for update using (home_tenant_id = app.tenant())"),
    ("decisions", "create policy hole on decisions for insert with check (tenant_id = app.tenant())"),
    ("reviews", "create policy hole on reviews for insert with check (tenant_id = app.tenant())"),
    ("levels_set", "create policy hole on levels_set for select using (true)"),
    ("invitations", "create policy hole on invitations for update using (home_tenant_id = app.tenant())"),
    ("meetings", "create policy hole on meetings for delete using (seen_by @> array[app.tenant()])"),
    ("meeting_guests", "create policy hole on meeting_guests for update using (seen_by @> array[app.tenant()])"),
    ("calendars", "create policy hole on calendars for select using (true)"),
    ("notes", "create policy hole on notes for select using (tenant_id = app.tenant())"),
    ("notes", "drop policy member_select on notes"),
    ("goal_entries", "create policy hole on goal_entries for select using (tenant_id = app.tenant())"),
    ("goal_entries", "create policy hole on goal_entries for update using (true)"),
    ("data_requests", "create policy hole on data_requests for select using (true)"),
    ("answers", "create policy hole on answers for select using (home_tenant_id = app.tenant())"),
    ("answers", "create policy hole on answers for select using (tenant_id = app.tenant())"),
    ("answers", "create policy hole on answers for update using (home_tenant_id = app.tenant())"),
    ("answers", "drop policy member_select on answers"),
    ("unsigned_answers", "create policy hole on unsigned_answers for select using (true)"),
    ("unsigned_answers", "drop policy asked_insert on unsigned_answers"),
    ("agreements", "create policy hole on agreements for insert with check (seen_by @> array[app.tenant()])"),
    ("signatures", "create policy hole on signatures for update using (seen_by @> array[app.tenant()])"),
    ("gate_checks", "create policy hole on gate_checks for insert with check (tenant_id = app.tenant())"),
    ("audit", "create policy hole on audit for update using (true); grant update (reason) on audit to mentoring_app"),
)


@pytest.mark.parametrize("world", ["plain"], indirect=True)
@pytest.mark.parametrize(("table", "hole"), HOLES)
def test_the_probe_notices_a_hole(world: World, rows: Rows, table: str, hole: str) -> None:
    with world.connect("postgres") as admin, admin.transaction(force_rollback=True):
        admin.execute(sql.SQL(hole))
        admin.execute("set local role mentoring_app")
        assert probe(world, admin, {table: rows[table]}) != []
