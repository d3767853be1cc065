"""One registration's file: the rules beside what was said, the person's own words, and the decisions so far."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import NotFound
from mentoring.participants.decide import may_decide, who_decides
from mentoring.participants.judge import dossiers
from mentoring.participants.model import Decision, Standing
from mentoring.participants.queries import next_to_decide, rules_on_declarations
from mentoring.participants.reasons import demand_reason, shows_declaration
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.participants.views import STATES, Answer, DecisionLine, File, LevelLine, Line, Mark, PathwayFile
from mentoring.participants.words import in_words, labels
from mentoring.people.model import Person
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Fragment, Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

_KINDS = {
    "required": "Required",
    "evidence": "Evidence: a person weighs it",
    "priority": "Priority: goes first if places run out",
}
_ORDER: tuple[Mark, ...] = ("stop", "wait", "done", "plus", "ring")
_HEADLINES: Mapping[str, tuple[Mark, str]] = {
    "eligible": ("done", "Eligible"),
    "not_eligible": ("stop", "Not eligible, by the rules"),
    "a_person_looks": ("wait", "Needs a person to look"),
}
_DECIDED = {"eligible": "Eligible", "not_eligible": "Not eligible"}
_REVIEWED = {"forward": "sent forward", "reserve": "in reserve", "no": "not sent forward"}


def registration_file(work: UnitOfWork, programme: Programme, registration_id: UUID) -> File:
    """The file of one registration. That it was read is entered into the audit trail.

    Raises NotFound for what this institution does not see, NotAllowed for anyone but coordinators, ReasonNeeded
    where the permission table asks for a reason and none was given. Without one the declaration stays closed.
    """
    work.demand("registration.read", roles_here(work, programme))
    dossier = dossiers(work, programme, only=registration_id).get(registration_id)
    submitted = dossier.registration.submitted_at if dossier else None
    if dossier is None or submitted is None:
        raise NotFound("There is no such registration here.", "Go back to the list.")
    one, scheme = dossier.registration, scheme_of(programme)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    demand_reason(work, programme, dossier)
    entry, declaration = scheme.registration[one.role], dossier.declaration
    shown = shows_declaration(work, programme, dossier)
    work.record("read", "registration", one.id, subject=(one.home_tenant_id, one.person_id))
    return File(
        registration_id=one.id,
        name=one.name or one.email,
        email=one.email,
        job_title=one.job_title or "",
        unit=one.unit or "",
        grade=one.grade or "",
        house=one.listed or houses.get(one.home_tenant_id, one.home_tenant_id),
        role=one.role,
        role_title=say(scheme.roles[one.role].title),
        submitted=submitted,
        withdrawn=one.withdrawn_at,
        withdraw_reason=one.withdraw_reason or "",
        pathways=_pathways(work, programme, dossier, houses, declared=shown),
        words=answers_in_words(scheme, one.role, "answers", entry.form, one.answers),
        declared=answers_in_words(scheme, one.role, "declared", entry.declaration or {}, declaration.answers)
        if declaration and shown
        else (),
        declaration_closed=bool(declaration and declaration.answers) and not shown,
        declared_on=declaration.given_at if declaration and declaration.withdrawn_at is None else None,
        may_decide=may_decide(work, programme, dossier),
        who_decides=who_decides(work, programme, dossier),
        next_id=next_to_decide(work, programme, one),
        level=_level(scheme, dossier, houses),
        ladder=tuple(say(each) for each in scheme.card.levels),
        reviews=_reviews(scheme, dossier, houses),
        is_entered=one.listed is not None and one.person_id is None,
    )


def _level(scheme: Scheme, dossier: Dossier, houses: Mapping[str, str]) -> LevelLine | None:
    """Where they stand on the ladder; None for a scheme without one."""
    if not scheme.card.levels:
        return None
    found, chosen = next((each.level for each in dossier.standings.values()), None), dossier.level
    return LevelLine(
        level=found,
        title=say(scheme.card.levels[found - 1]) if found and found <= len(scheme.card.levels) else "",
        reason=chosen.reason if chosen else "",
        house=houses.get(chosen.set_by_tenant, chosen.set_by_tenant) if chosen else "",
        at=chosen.set_at if chosen and chosen.level is not None else None,
    )


def _reviews(scheme: Scheme, dossier: Dossier, houses: Mapping[str, str]) -> tuple[DecisionLine, ...]:
    """What selection stages have found, in the scheme's order."""
    titles = {each.id: say(each.title) for each in scheme.registration[dossier.registration.role].stages}
    return tuple(
        DecisionLine(
            outcome=dossier.reviews[stage].result,
            words=f"{title}: {_REVIEWED[dossier.reviews[stage].result]}",
            reason=dossier.reviews[stage].reason or "",
            by="",
            house=houses.get(dossier.reviews[stage].reviewed_by_tenant, dossier.reviews[stage].reviewed_by_tenant),
            at=dossier.reviews[stage].reviewed_at,
        )
        for stage, title in titles.items()
        if stage in dossier.reviewed
    )


def lines_of(findings: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """A standing's findings as lines: what speaks against it first, then what a person weighs, then what is met."""
    lines = [
        Line(
            rule=each["rule"],
            kind=each["kind"],
            kind_words=_KINDS[each["kind"]],
            mark=_mark(each["kind"], each["truth"]),
            reason=each["reason"],
            asked=each["asked"],
            said=each["said"],
        )
        for each in findings
    ]
    return tuple(sorted(lines, key=lambda line: _ORDER.index(line.mark)))


def _pathways(
    work: UnitOfWork, programme: Programme, dossier: Dossier, houses: Mapping[str, str], *, declared: bool
) -> tuple[PathwayFile, ...]:
    scheme = scheme_of(programme)
    told_apart = () if declared else rules_on_declarations(scheme, dossier.registration.role)
    decisions = _decisions(work, dossier, houses)
    order = list(scheme.pathways)
    found = sorted(dossier.standings.values(), key=lambda each: order.index(each.pathway))
    return tuple(
        _pathway(scheme, each, tuple(line for pathway, line in decisions if pathway == each.pathway), told_apart)
        for each in found
    )


def _pathway(
    scheme: Scheme, standing: Standing, decided: tuple[DecisionLine, ...], told_apart: Collection[str]
) -> PathwayFile:
    lines = lines_of([each for each in standing.findings if each["rule"] not in told_apart])
    mark, headline = _HEADLINES[standing.verdict]
    return PathwayFile(
        pathway=standing.pathway,
        title=say(scheme.pathways[standing.pathway].title),
        state=standing.state,
        state_words=STATES[standing.state],
        verdict=standing.verdict,
        mark=mark,
        headline=headline,
        text=_summary(lines),
        lines=lines,
        decided=decided,
        open=standing.state == "submitted",
    )


def _summary(lines: Sequence[Line]) -> str:
    """How many rules are met, and which is not, in a sentence."""
    asked = [line for line in lines if line.kind == "required"]
    against = [line for line in lines if line.mark in {"stop", "wait"}]
    if not against:
        return "Every rule is met." if asked else "The scheme asks for nothing."
    met = sum(line.mark == "done" for line in asked)
    told = "One is not sure" if against[0].mark == "wait" else "One is not"
    if len(against) > 1:
        told = f"{len(against)} are not, or not sure"
    reasons = "; ".join(line.reason[0].lower() + line.reason[1:] for line in against)
    return f"{met} of {len(asked)} required rules are met. {told}: {reasons}."


def _decisions(work: UnitOfWork, dossier: Dossier, houses: Mapping[str, str]) -> list[tuple[str, DecisionLine]]:
    one = dossier.registration
    rows = work.session.execute(
        select(Decision, Person.name)
        .outerjoin(
            Person,
            (Person.tenant_id == Decision.decided_by_tenant)
            & (Person.id == Decision.decided_by)
            & (Person.tenant_id == work.tenant),
        )
        .where(Decision.tenant_id == one.tenant_id, Decision.registration_id == one.id)
        .order_by(Decision.decided_at.desc(), Decision.id)
    )
    return [
        (
            row.pathway,
            DecisionLine(
                outcome=row.outcome,
                words=_DECIDED[row.outcome],
                reason=row.reason or "",
                by=name or "",
                house=houses.get(row.decided_by_tenant, row.decided_by_tenant),
                at=row.decided_at,
            ),
        )
        for row, name in rows
    ]


def answers_in_words(
    scheme: Scheme, role: str, where: str, form: Fragment, answers: Mapping[str, Any]
) -> tuple[Answer, ...]:
    """The answers in the order of the questions, in the words in which they were offered."""
    known = labels(scheme, role)
    return tuple(
        Answer(name, say(question.get("title")) or name, _said(answers[name], known.get(f"{where}.{name}", {})))
        for name, question in form.get("properties", {}).items()
        if name in answers
    )


def _said(value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return words.get(str(value).lower()) or ("Yes" if value else "No")
    return in_words(value, lambda each: words.get(str(each), str(each)))


def _mark(kind: str, truth: str) -> Mark:
    if kind == "priority":
        return "plus" if truth == "yes" else "ring"
    if truth == "yes":
        return "done" if kind == "required" else "ring"
    return "stop" if kind == "required" and truth == "no" else "wait"
