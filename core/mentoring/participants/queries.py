"""Registrations as coordinators read them, in piles by state. The host sees all, a partner its own people."""

from collections import Counter
from uuid import UUID

from mentoring.participants.judge import dossiers
from mentoring.participants.model import Standing
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.participants.views import STATES, TABS, Mark, Pile, Row
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.schemes.scheme import Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

_MARKS: dict[str, Mark] = {"needs_person": "wait", "refusals": "stop", "refused": "stop", "eligible": "done"}
_RANK = ("matched", "offered", "completed", "eligible", "unmatched", "waiting", "submitted", "refused", "withdrawn")


def pile(work: UnitOfWork, programme: Programme, *, tab: str = "needs_person", role: str | None = None) -> Pile:
    """The registrations under `tab`, in order of submission; counts over all tabs; of one role, if given.

    A fixed number of queries. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("registration.list", roles_here(work, programme))
    scheme, moments = scheme_of(programme), dates_of(work, programme)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    rows = []
    for key, dossier in dossiers(work, programme).items():
        one = dossier.registration
        if one.submitted_at is None or role not in {None, one.role}:
            continue
        closes = moments.get(scheme.registration[one.role].closes or "")
        under = tab_of(dossier)
        rows.append(
            Row(
                registration_id=key,
                name=one.name or one.email,
                role=one.role,
                role_title=say(scheme.roles[one.role].title),
                house=one.listed or houses.get(one.home_tenant_id, one.home_tenant_id),
                tab=under,
                mark=_MARKS.get(under, "ring"),
                state_words=STATES[state_over(dossier)],
                cause=_cause(scheme, dossier, under),
                submitted=one.submitted_at,
                late=closes is not None and one.submitted_at >= closes.at,
            )
        )
    counts = Counter(row.tab for row in rows)
    known = {name for name, _ in TABS}
    return Pile(
        tab if tab in known else "everyone",
        {name: counts[name] if name != "everyone" else len(rows) for name, _ in TABS},
        tuple(row for row in rows if tab == row.tab or tab not in known - {"everyone"}),
    )


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


def next_to_decide(work: UnitOfWork, programme: Programme, after: UUID) -> UUID | None:
    """The next registration that waits for a person, after this one; from the top when it was the last."""
    found = list(dossiers(work, programme).items())
    place = next((index for index, (key, _) in enumerate(found) if key == after), -1)
    ahead = found[place + 1 :] + found[: max(place, 0)]
    return next((key for key, dossier in ahead if tab_of(dossier) in {"needs_person", "refusals"}), None)


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
