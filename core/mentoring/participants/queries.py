"""Registrations as coordinators read them, in piles by state. The host sees all, a partner its own people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from mentoring.db.unchanged import unchanged
from mentoring.participants.judge import dossiers
from mentoring.participants.model import Registration, Standing
from mentoring.participants.piles import WAITING, beside_under, by_role_and_tab, next_open, page_under
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.participants.views import STATES, TABS, Mark, Pile, Row
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.schemes.scheme import Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

SHOWN = 50
"""Registrations on one page of a pile."""
_LAST_PAGE = 1_000_000
"""Nobody means a page beyond it, and the database counts no further than ten digits."""
_MARKS: dict[str, Mark] = {"needs_person": "wait", "refusals": "stop", "refused": "stop", "eligible": "done"}
_RANK = ("matched", "offered", "completed", "eligible", "unmatched", "waiting", "submitted", "refused", "withdrawn")


def pile(
    work: UnitOfWork,
    programme: Programme,
    *,
    tab: str | None = "needs_person",
    role: str | None = None,
    page: int = 1,
    beside: UUID | None = None,
    told: UUID | None = None,
) -> Pile:
    """One page of the registrations under `tab`, in order of submission, with counts over all; of one role, if given.

    Without a tab it is the first under which somebody stands. The page is the one on which the registration `beside`
    stands, where one is given; the name of `told` is among the names as well. A fixed number of queries, of which the
    rows are SHOWN at most. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("registration.list", roles_here(work, programme))
    which = (tab, role, page, beside, told)
    return while_unchanged(work, programme, ("pile", *which), lambda: _pile(work, programme, *which))


def _pile(
    work: UnitOfWork,
    programme: Programme,
    tab: str | None,
    role: str | None,
    page: int,
    beside: UUID | None,
    told: UUID | None,
) -> Pile:
    counts = counts_by_role(work, programme)
    over = counts[role] if role is not None else sum(counts.values(), Counter[str]())
    over["everyone"] = over.total()
    known = {name for name, _ in TABS}
    if tab is None:
        tab = next((name for name, _ in TABS if over[name] and name != "withdrawn"), "everyone")
    tab = tab if tab in known else "everyone"
    asked = {**_here(work, programme), "tab": tab, "role": role}
    which = (work.tenant == programme.tenant_id, tab == "everyone", role is None)
    at, following = None, None
    if beside is not None:
        found_there = beside_under(*which).rows(work.session, {**asked, "one": beside}).one_or_none()
        at, following = (found_there.place - 1, found_there.following) if found_there else (None, None)
    first = SHOWN * (at // SHOWN if at is not None else min(max(page, 1), _LAST_PAGE) - 1)
    asked = {**asked, "first": first, "shown": SHOWN}
    ids = page_under(*which).rows(work.session, asked).scalars().all()
    found = dossiers(work, programme, only=[*ids, *((told,) if told is not None else ())])
    rows = _rows(work, programme, [found[key] for key in ids])
    return Pile(
        tab=tab,
        counts={name: over[name] for name, _ in TABS},
        rows=rows,
        names={key: each.registration.name or each.registration.email for key, each in found.items()},
        first=first,
        place=at,
        following=following,
    )


def counts_by_role(work: UnitOfWork, programme: Programme) -> Mapping[str, Counter[str]]:
    """How many registrations of each role stand under each tab (`refused` as well). One query.

    Raises NotAllowed for anyone but coordinators.
    """
    work.demand("registration.list", roles_here(work, programme))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counted = by_role_and_tab(work.tenant == programme.tenant_id)
    key = (counted, programme.tenant_id, programme.id)
    found = unchanged(work.session, key, lambda: counted.rows(work.session, _here(work, programme)).all())
    for each, tab, number in found:
        counts[each][tab] = number
    return counts


def _here(work: UnitOfWork, programme: Programme) -> dict[str, object]:
    return {"host": programme.tenant_id, "programme": programme.id, "reader": work.tenant}


def waiting_for_a_person(work: UnitOfWork, programme: Programme) -> tuple[int, int]:
    """How many registrations wait for a person to look, and how many for a refusal to be confirmed. One query.

    The same as under the tabs, looked for among the open ones alone. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("registration.list", roles_here(work, programme))
    return waiting_in(work, [programme])[programme.id]


def waiting_in(work: UnitOfWork, programmes: Sequence[Programme]) -> Mapping[UUID, tuple[int, int]]:
    """The same of several programmes, by their ids. One query, however many there are; none where there are none."""
    for programme in programmes:
        work.demand("registration.list", roles_here(work, programme))
    asked: dict[str, Any] = {
        "reader": work.tenant,
        "hosts": sorted({each.tenant_id for each in programmes}),
        "ids": [each.id for each in programmes],
    }
    if not programmes:
        return {}
    key = (WAITING, *asked["hosts"], *asked["ids"])
    rows = unchanged(work.session, key, lambda: WAITING.rows(work.session, asked).all())
    found = {key: (number - refusals, refusals) for key, number, refusals in rows}
    return {each.id: found.get(each.id, (0, 0)) for each in programmes}


def _rows(work: UnitOfWork, programme: Programme, found: Iterable[Dossier]) -> tuple[Row, ...]:
    scheme = scheme_of(programme)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    rows = []
    for dossier in found:
        one, under = dossier.registration, tab_of(dossier)
        rows.append(
            Row(
                registration_id=one.id,
                name=one.name or one.email,
                role=one.role,
                role_title=say(scheme.roles[one.role].title),
                house=one.listed or houses.get(one.home_tenant_id, one.home_tenant_id),
                tab=under,
                mark=_MARKS.get(under, "ring"),
                state_words=STATES[state_over(dossier)],
                cause=_cause(scheme, dossier, under),
            )
        )
    return tuple(rows)


def tab_of(dossier: Dossier) -> str:
    """The tab a registration stands under; ``refused`` has none of its own."""
    if dossier.registration.state == "withdrawn":
        return "withdrawn"
    found = dossier.standings.values()
    open_ones = [each for each in found if each.state == "submitted"]
    if open_ones or not found:
        return "refusals" if open_ones and all(each.verdict == "not_eligible" for each in open_ones) else "needs_person"
    best = state_over(dossier)
    return best if best in {"waiting", "refused", "withdrawn"} else "eligible"


def state_over(dossier: Dossier) -> str:
    """The best state over all pathways of a registration."""
    states = {each.state for each in dossier.standings.values()}
    if dossier.registration.state != "submitted" and "matched" not in states:
        return dossier.registration.state
    return next((state for state in _RANK if state in states), "submitted")


def next_to_decide(work: UnitOfWork, programme: Programme, after: Registration) -> UUID | None:
    """The next registration that waits for a person, after this one; from the top when it was the last. One query."""
    asked = {**_here(work, programme), "submitted_at": after.submitted_at, "one": after.id}
    found = next_open(work.tenant == programme.tenant_id)
    return while_unchanged(
        work,
        programme,
        ("next", after.id, after.submitted_at),
        lambda: found.rows(work.session, asked).scalars().one_or_none(),
    )


def rules_on_declarations(scheme: Scheme, role: str) -> frozenset[str]:
    """The rules for `role` whose outcome tells what somebody declared about themself."""
    return frozenset(
        each.rule
        for each in scheme.eligibility.rules.get(role, ())
        if any(fact.startswith("declared.") for condition in each.holds for fact in condition)
    )


def _cause(scheme: Scheme, dossier: Dossier, tab: str) -> str:
    if tab == "withdrawn":
        return dossier.registration.withdraw_reason or ""
    if tab == "waiting":
        reserved = any(each.result == "reserve" for each in dossier.reviewed.values())
        return "In reserve" if reserved else "No place is free"
    found = [each for each in dossier.standings.values() if each.state in {"submitted", "refused"}]
    return _first_doubt(scheme, dossier.registration.role, found[0]) if found else ""


def _first_doubt(scheme: Scheme, role: str, standing: Standing) -> str:
    """The rule that weighs most, in a few words: what it asks about, and what was said.

    A self-declaration, asked or answered, stands in a registration's own file only, never in a list.
    """
    doubts = [each for each in standing.findings if each["kind"] != "priority" and each["truth"] != "yes"]
    doubts.sort(key=lambda each: (each["kind"] != "required", each["truth"] != "no"))
    if not doubts:
        return ""
    first = doubts[0]
    if first["rule"] in rules_on_declarations(scheme, role):
        return "Something they may tell us is still open"
    about = first["asked"].split(":")[0]
    more = f", and {len(doubts) - 1} more" if len(doubts) > 1 else ""
    return f"{about}: {first['said']}{more}"
