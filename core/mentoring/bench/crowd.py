"""Many people in a moment: what a database holds about its people, copied by it under other ids, addresses and names.

Whatever speaks of a person, a registration or a mentorship is copied whole, with every id in it, in words and in JSON
too, turned into the copy's own. What is sealed opens in its own row only: it is opened there, and sealed afresh.
"""

from collections.abc import Iterator
from hashlib import md5
from uuid import UUID

import psycopg
from psycopg import sql

from mentoring.db.keys import Keys
from mentoring.db.rotation import sealed_columns
from mentoring.db.sealed import Ciphertext, Place

Admin = psycopg.Connection[tuple[object, ...]]

OF_A_PROGRAMME = frozenset(
    {"programmes", "due", "partners", "programme_changes", "rounds", "event_sessions", "import_columns", "releases"}
)
"""What there is once for a programme: copied only where programmes are to be many as well."""
OF_THE_HOUSE = frozenset(
    {
        "alembic_version", "tenants", "data_keys", "audit_links", "role_grants", "factors", "recovery_codes",
        "passwords", "sessions", "sign_in_links", "calendars", "tries", "quarantines",
    }
)  # fmt: skip
"""What is never copied: keys, secrets, roles, and the seal of the trail."""
SPEAK_OF_NOBODY = frozenset({"invitations", "unsigned_answers", "plugin_faults"})
"""Copied though no id of a person stands in them."""
ADDRESSES = frozenset({"email", "to_email", "contact"})
NAMES = frozenset({"name", "asked_name"})
AS_WRITTEN = frozenset({"tenant_id", "home_tenant_id", "body", "html", "calendar", "words", "reason"})
"""Columns of text in which no id is looked for."""


class Crowd:
    """A database whose people can become many. With `programmes` each copy stands in a copy of its programme.

    Whoever has a role granted, and so signs in, is there once.
    """

    def __init__(self, admin: Admin, keys: Keys, *, programmes: bool = False) -> None:
        self._admin, self._keys, self._times = admin, keys, 1
        kept = OF_THE_HOUSE if programmes else OF_THE_HOUSE | OF_A_PROGRAMME
        self._columns: dict[str, dict[str, str]] = {}
        for table, name, kind in admin.execute(_COLUMNS).fetchall():
            if table not in kept:
                self._columns.setdefault(str(table), {})[str(name)] = str(kind)
        with admin.transaction():
            self._set_aside()
        self._copied = {each for (each,) in admin.execute("select id from copied").fetchall()}

    def grow(self, times: int) -> None:
        """Let there be so many times as many as at first."""
        numbers = range(self._times + 1, times + 1)
        if not numbers:
            return
        with self._admin.transaction():
            self._admin.execute("set local session_replication_role = replica")  # copies keep what originals kept
            for table in self._columns:
                self._admin.execute(self._copying(table), {"first": numbers[0], "last": numbers[-1]})
            for column in sealed_columns():
                if column.table.name in self._columns:
                    self._seal(column.table.name, column.name, numbers)
        self._admin.execute("vacuum analyze")  # as the database does by itself, a minute later
        self._times = times

    def _set_aside(self) -> None:
        """Rows that are copied, each table's in one of its own; all their ids are in `copied`, addresses in `homes`."""
        self._admin.execute(_TOLD)
        for table in self._columns:
            self._admin.execute(_sql("create temporary table {aside} as select * from {table}", table))
        self._admin.execute(
            _sql("delete from {aside} p using role_grants g where (g.tenant_id, g.person_id) = (p.tenant_id, p.id)",
                 "people")
        )  # fmt: skip
        roots = {"people", "registrations", "mentorships", *SPEAK_OF_NOBODY, *OF_A_PROGRAMME} & self._columns.keys()
        with_ids = [table for table, columns in self._columns.items() if "id" in columns]
        for table in roots & set(with_ids):
            self._admin.execute(_sql("insert into copied select id from {aside}", table))
        while sum(self._admin.execute(_sql(_NOTING, table)).rowcount for table in with_ids):
            pass
        for table in self._columns.keys() - roots:
            self._admin.execute(_sql(_LEAVING, table))
        for table in ("people", "registrations", "invitations"):
            self._admin.execute(_sql("insert into homes select email from {aside} on conflict do nothing", table))

    def _copying(self, table: str) -> sql.Composed:
        columns = self._columns[table]
        return sql.SQL(
            "insert into {table} ({names}) select {values} from {aside} o,"
            " generate_series(%(first)s::int, %(last)s::int) n"
        ).format(
            table=sql.Identifier(table),
            names=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(_value(table, name, kind) for name, kind in columns.items()),
            aside=_aside(table),
        )

    def _seal(self, table: str, column: str, numbers: range) -> None:
        """What the originals hold, sealed for the place of each copy."""
        keys = [str(name) for (name,) in self._admin.execute(_KEY, [table]).fetchall()]
        names = sql.SQL(", ").join(map(sql.Identifier, (column, *keys)))
        held = sql.SQL("select {} from {} where {} is not null").format(names, _aside(table), sql.Identifier(column))
        row = sql.SQL(" and ").join(sql.SQL("{} = %s").format(sql.Identifier(key)) for key in keys)
        renewing = sql.SQL("update {} set {} = %s where {}").format(sql.Identifier(table), sql.Identifier(column), row)
        fresh = []
        for sealed, *key in self._admin.execute(held).fetchall():
            plain = self._keys.open(_place(table, column, key), Ciphertext(sealed))  # type: ignore[call-overload] # the driver gives bytes
            for number in numbers:
                there = [other(part, number) if part in self._copied else part for part in key]
                fresh.append((self._keys.seal(_place(table, column, there), plain), *there))
        with self._admin.cursor() as cursor:
            cursor.executemany(renewing, fresh)


def other(original: object, number: int) -> UUID:
    """The id of a copy."""
    return UUID(md5(f"{original}/{number}".encode(), usedforsecurity=False).hexdigest())


def lost_links(admin: Admin) -> Iterator[str]:
    """Foreign keys that point to nothing, by name with how often: none where a crowd is sound."""
    for name, statement in admin.execute(_LINKS).fetchall():
        for (lost,) in admin.execute(sql.SQL(str(statement))).fetchall():
            if lost:
                yield f"{name}: {lost}"


def _place(table: str, column: str, key: list[object]) -> Place:
    """As `Place.of` says it: the key begins with the institution."""
    return Place(str(key[0]), table, "/".join(map(str, key[1:])), column)


def _aside(table: str) -> sql.Identifier:
    return sql.Identifier(f"aside_{table}")


def _sql(statement: str, table: str) -> sql.Composed:
    return sql.SQL(statement).format(aside=_aside(table), table=sql.Identifier(table))


def _value(table: str, name: str, kind: str) -> sql.Composable:
    """What stands in a column of the copy."""
    how = "{o}"
    if kind == "uuid":
        how = "case when {o} in (select id from copied) then md5({o} || '/' || n)::uuid else {o} end"
    elif name in ADDRESSES:
        how = "case when {o} in (select home from homes) then 'n' || n || '.' || {o} else {o} end"
    elif name in NAMES:
        how = "{o} || ' ' || n"
    elif name == "message_id":
        how = "replace({o}, '<', '<n' || n || '.')"
    elif name == "carries":
        how = "replace({o}::text, '<', '<n' || n || '.')::text[]"
    elif name == "dedupe_key":
        how = "coalesce(nullif(pg_temp.told({o}, n), {o}), {o} || '/' || n)"
    elif name == "slug" and table == "programmes":
        how = "{o} || '-' || n"
    elif name not in AS_WRITTEN and (kind in {"text", "json", "jsonb"} or kind.endswith("[]")):
        how = f"case when {{o}}::text ~ '{_ID}' then pg_temp.told({{o}}::text, n)::{kind} else {{o}} end"
    return sql.SQL(how).format(o=sql.Identifier("o", name))


_ID = "[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}"
_SPEAKS = (
    "exists (select from regexp_matches((to_jsonb(o) - 'id')::text, '" + _ID + "', 'g') m"
    " join copied c on c.id = m[1]::uuid)"
)
_NOTING = "insert into copied select id from {aside} o where " + _SPEAKS + " on conflict do nothing"  # noqa: S608 - a constant
_LEAVING = "delete from {aside} o where not (" + _SPEAKS + ")"  # noqa: S608 - a constant
_TOLD = """
    create temporary table copied (id uuid primary key);
    create temporary table homes (home text primary key);
    create function pg_temp.told(words text, n integer) returns text language plpgsql as $$
    declare each uuid;
    begin
        for each in select distinct c.id
            from regexp_matches(words, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') m
            join pg_temp.copied c on c.id = m[1]::uuid
        loop
            words := replace(words, each::text, md5(each || '/' || n)::uuid::text);
        end loop;
        return words;
    end $$;
"""
_COLUMNS = """
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by c.relname, a.attnum
"""
_KEY = """
    select a.attname from pg_index i, unnest(i.indkey) with ordinality k (number, at)
    join pg_attribute a on a.attrelid = %s::regclass and a.attnum = k.number
    where i.indrelid = a.attrelid and i.indisprimary order by k.at
"""
_LINKS = """
    select k.conname, format(
        'select count(*) from %s a where %s and not exists (select from %s b where %s)',
        k.conrelid::regclass,
        string_agg(format('a.%I is not null', f.attname), ' and ' order by u.at),
        k.confrelid::regclass,
        string_agg(format('a.%I = b.%I', f.attname, t.attname), ' and ' order by u.at))
    from pg_constraint k, unnest(k.conkey, k.confkey) with ordinality u (here, there, at)
    join pg_attribute f on true join pg_attribute t on true
    where k.contype = 'f' and f.attrelid = k.conrelid and f.attnum = u.here
        and t.attrelid = k.confrelid and t.attnum = u.there
    group by k.oid, k.conname, k.conrelid, k.confrelid order by k.conname, k.conrelid
"""
