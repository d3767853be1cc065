"""What each scope may do to each row, said a second time from the design's words: A-S2 compares the walls with it."""

from collections.abc import Callable, Mapping
from typing import Any

Row = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]
May = Callable[[Row, str | None, str | None], bool]  # row, institution, person


def nobody(_row: Row, _tenant: str | None, _person: str | None) -> bool:
    return False


def anyone(_row: Row, _tenant: str | None, _person: str | None) -> bool:
    return True


def itself(row: Row, tenant: str | None, _person: str | None) -> bool:
    return bool(row["id"] == tenant)


def host(row: Row, tenant: str | None, _person: str | None) -> bool:
    return bool(row["tenant_id"] == tenant)


def home(row: Row, tenant: str | None, _person: str | None) -> bool:
    return bool(row["home_tenant_id"] == tenant)


def either(row: Row, tenant: str | None, _person: str | None) -> bool:
    return tenant in (row["tenant_id"], row["home_tenant_id"])


def seen(row: Row, tenant: str | None, _person: str | None) -> bool:
    return tenant == row["tenant_id"] or tenant in row["seen_by"]


def by(column: str, among: May) -> May:
    """Those of `among` whose own institution stands in `column`."""
    return lambda row, tenant, person: among(row, tenant, person) and row[column] == tenant


def unsigned(among: May) -> May:
    """Those of `among` where nobody is signed in: a partner agrees for itself."""
    return lambda row, tenant, person: among(row, tenant, person) and person is None


def submitted(row: Row, tenant: str | None, _person: str | None) -> bool:
    return bool(row["home_tenant_id"] == tenant or (row["tenant_id"] == tenant and row["submitted"]))


def partner(row: Row, tenant: str | None, _person: str | None) -> bool:
    return tenant in (row["tenant_id"], row["partner_id"])


def worker(row: Row, tenant: str | None, _person: str | None) -> bool:
    return tenant in (None, row["tenant_id"])


def joined(row: Row, tenant: str | None, _person: str | None) -> bool:
    return tenant is not None and tenant in (row["tenant_id"], *row["partners"])


def joined_or_worker(row: Row, tenant: str | None, person: str | None) -> bool:
    return tenant is None or joined(row, tenant, person)


def taking_part(row: Row, tenant: str | None, _person: str | None) -> bool:
    return tenant == row["tenant_id"] or tenant in row["partners"]


def about(row: Row, tenant: str | None, _person: str | None) -> bool:
    return tenant in (row["tenant_id"], row["subject_tenant_id"])


def reader(row: Row, tenant: str | None, person: str | None) -> bool:
    return f"{tenant}/{person}" in row["readers"]


def reader_or_author(row: Row, tenant: str | None, person: str | None) -> bool:
    return reader(row, tenant, person) or author(row, tenant, person)


def author(row: Row, tenant: str | None, person: str | None) -> bool:
    return bool(row["home_tenant_id"] == tenant and row["author_id"] == person)


def oneself(row: Row, tenant: str | None, person: str | None) -> bool:
    return bool(row["home_tenant_id"] == tenant and row["person_id"] == person)


def reads_answers(row: Row, tenant: str | None, person: str | None) -> bool:
    """The person themself; once they are sent, whoever the survey names."""
    readers = {
        "coordinators": tenant in (row["tenant_id"], row["home_tenant_id"]),
        "host": tenant == row["tenant_id"],
        "members": f"{tenant}/{person}" in row["members"],
        "nobody": False,
    }
    return oneself(row, tenant, person) or (row["answered_at"] is not None and readers[row["reach"]])


def was_asked(row: Row, tenant: str | None, _person: str | None) -> bool:
    return tenant in row["askers"]


# who may select, insert, update, delete a row, as the application
RIGHTS: dict[str, tuple[May, May, May, May]] = {
    "tenants": (anyone, nobody, itself, nobody),
    "due": (joined_or_worker, joined, joined, host),
    "post": (worker, host, worker, host),
    "data_keys": (host, host, host, nobody),
    "people": (host, host, host, host),
    "role_grants": (host, host, nobody, host),
    "sign_in_links": (host, host, host, host),
    "sessions": (host, host, host, host),
    "passwords": (host, host, host, host),
    "factors": (host, host, host, host),
    "recovery_codes": (host, host, host, host),
    "tries": (host, host, host, host),
    "calendars": (host, host, host, host),
    "data_requests": (host, host, host, host),
    "programmes": (taking_part, host, host, host),
    "partners": (partner, unsigned(host), partner, host),
    "programme_changes": (host, host, nobody, nobody),
    "registrations": (submitted, home, home, home),
    "declarations": (submitted, home, home, home),
    "standings": (either, host, host, host),
    "decisions": (either, by("decided_by_tenant", either), nobody, nobody),
    "reviews": (either, by("reviewed_by_tenant", either), nobody, nobody),
    "levels_set": (either, by("set_by_tenant", either), nobody, nobody),
    "invitations": (either, by("invited_by_tenant", either), host, by("invited_by_tenant", either)),
    "import_columns": (home, home, home, home),
    "gate_passes": (either, by("recorded_by_tenant", either), nobody, host),
    "event_sessions": (taking_part, host, host, host),
    "event_guests": (either, host, host, host),
    "event_replies": (either, home, home, home),
    "event_attendances": (either, by("recorded_by_tenant", either), nobody, either),
    "rounds": (host, host, host, host),
    "mentorships": (seen, host, host, host),
    "members": (seen, host, either, host),
    "meetings": (seen, by("logged_by_tenant", seen), seen, host),
    "attendances": (seen, seen, seen, host),
    "meeting_guests": (seen, host, either, host),
    "notes": (reader_or_author, author, author, author),
    "goal_entries": (reader_or_author, author, author, nobody),
    "monitoring": (oneself, oneself, oneself, oneself),
    "releases": (taking_part, host, nobody, nobody),
    "counted": (host, host, nobody, nobody),
    "messages": (either, host, host, host),
    "occurrences": (home, home, nobody, nobody),
    "tasks": (either, host, either, host),
    "declines": (either, home, nobody, host),
    "exits": (either, either, nobody, host),
    "next_times": (either, host, home, host),
    "requests": (either, home, host, either),
    "asked": (either, host, either, host),
    "answers": (reads_answers, oneself, oneself, oneself),
    "unsigned_answers": (host, was_asked, nobody, host),
    "agreements": (seen, by("written_by_tenant", seen), nobody, host),
    "signatures": (seen, host, either, host),
    "gate_checks": (either, by("recorded_by_tenant", either), nobody, host),
    "audit": (about, host, nobody, nobody),
    "audit_links": (host, host, nobody, nobody),
    "plugin_faults": (host, host, nobody, host),
    "quarantines": (host, host, host, host),
}

REPORT_RIGHTS: dict[str, tuple[May, May, May, May]] = {
    "tenants": (anyone, nobody, nobody, nobody),
    "monitoring": (host, nobody, host, nobody),
}

# what the predicates need to know beyond the row itself
BESIDES = {
    "answers": "array(select m.home_tenant_id || '/' || m.person_id from members m where m.mentorship_id ="
    " t.mentorship_id and m.joined_at is not null and m.left_at is null) as members",
    "unsigned_answers": "array(select a.home_tenant_id from asked a where a.tenant_id = t.tenant_id"
    " and a.programme_id = t.programme_id and a.survey = t.survey and a.reach = 'nobody') as askers",
    "releases": "array(select partner_id from partners p where p.tenant_id = t.tenant_id"
    " and p.programme_id = t.programme_id) as partners",
    "due": "array(select partner_id from partners p where p.tenant_id = t.tenant_id"
    " and p.programme_id = t.programme_id) as partners",
    "event_sessions": "array(select partner_id from partners p where p.tenant_id = t.tenant_id"
    " and p.programme_id = t.programme_id) as partners",
    "programmes": "array(select partner_id from partners p where p.tenant_id = t.tenant_id and p.programme_id = t.id)"
    " as partners",
    "registrations": "submitted_at is not null as submitted",
    "declarations": "(select r.submitted_at is not null from registrations r where r.id = t.registration_id)"
    " as submitted",
    "notes": "array(select m.home_tenant_id || '/' || m.person_id from members m where m.mentorship_id ="
    " t.mentorship_id and m.added_at <= t.added_at and m.left_at is null) as readers",
    "goal_entries": "array(select m.home_tenant_id || '/' || m.person_id from members m where m.mentorship_id ="
    " t.mentorship_id and m.added_at <= t.added_at and m.left_at is null) as readers",
}
