"""One mentorship as coordinators see it: since when, how often they met, who left and why; and ending it."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Invalid, NotFound
from mentoring.meetings.queries import STATES, held
from mentoring.mentorships.leave import Leaving, exit_reasons, exits_of, let_leave
from mentoring.mentorships.members import Membership, overseen
from mentoring.mentorships.model import Member
from mentoring.programmes.pinned import scheme_of
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, is_lead, needed
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Link
from mentoring.web.views.selection import OneFormPage
from mentoring.web.words import begun, count, short_day

_AT = "/{tenant:str}/console/{programme:str}/mentorships/{mentorship:uuid}"


@get(_AT, opt=permits("mentorship.list", lists="mentorships"), sync_to_thread=True)
def mentorship_page(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """How it stands."""
    return _answer(visit, mentorship, {}, {})


@post(_AT, opt=permits("mentorship.end"), sync_to_thread=True)
def end_mentorship(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It is over for whoever leaves; everything else follows at once."""
    number = first(typed, "reason")
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else -1
    leaving = Leaving(reason=chosen, words=first(typed, "words"), apart=first(typed, "apart") == "yes")
    try:
        with visit.work() as work:
            chosen_ones = set(typed.get("who", ()))
            present = [each.registration_id for each in _present(_found(visit, work, mentorship))]
            who = [key for key in present if str(key) in chosen_ones]
            let_leave(work, visit.programme, mentorship, who, leaving=leaving)
    except Invalid as refusal:
        return _answer(visit, mentorship, typed, refusal.problems)
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "mentorships", mentorship))


def _found(visit: Visit, work: UnitOfWork, mentorship_id: UUID) -> Membership:
    found = overseen(work, mentorship_id, host=visit.programme.tenant_id)
    if found.mentorship.programme_id != visit.programme.id:
        raise NotFound("There is no such mentorship here.", "Go back to the list of mentorships.")
    return found


def _present(found: Membership) -> list[Member]:
    return [each for each in found.members if each.joined_at is not None and each.left_at is None]


def _answer(visit: Visit, mentorship_id: UUID, typed: Typed, problems: Mapping[str, str]) -> Response[str]:
    with visit.work() as work:
        found = _found(visit, work, mentorship_id)
        frame = console_frame(visit, current="mentorships", wanted=needed(work, visit.programme))
        words = _words(visit, work, found)
    ending = is_lead(visit) and found.mentorship.state == "running"
    fields = _fields(visit, found, typed, problems) if ending else ()
    names = [each.name for each in found.members if each.joined_at is not None] or [each.name for each in found.members]
    view = OneFormPage(
        title=found.mentorship.title or " and ".join(names),
        problems=form_problems(fields),
        programme=visit.programme.title,
        sentence=f"{STATES[found.mentorship.state]}. {begun(count(len(names), 'member', 'members'))}.",
        back=Link("Back to the mentorships", visit.path("console", visit.programme.slug, "mentorships")),
        words_title="How it stands",
        words=words,
        told="" if is_lead(visit) else "While it runs, a coordinator of the host can end it.",
        action=visit.path("console", visit.programme.slug, "mentorships", mentorship_id),
        fields=fields,
        button="End it for those chosen",
        note="They are told that it has ended, never why. A pair ends when one of the two leaves; a circle goes on "
        "while somebody of each role is in it. Meetings that were to come are called off.",
    )
    return visit.page(view, frame)


def _words(visit: Visit, work: UnitOfWork, found: Membership) -> tuple[tuple[str, str], ...]:
    row, zone = found.mentorship, visit.tenant.timezone
    made = [(each.name, _member(each)) for each in found.members]
    if row.formed_at:
        made.append(("Began", short_day(row.formed_at, zone, visit.language)))
        met = held(work, row.id, host=row.tenant_id)
        days = ", ".join(short_day(each.starts_at, each.zone, visit.language) for each in met)
        made.append(("Meetings held", f"{len(met)}: {days}" if met else "None yet"))
    if row.planned_end and row.state == "running":
        made.append(("Planned end", short_day(row.planned_end, language=visit.language)))
    if row.ended_at:
        made.append(("Ended", short_day(row.ended_at, zone, visit.language)))
    for name, each in exits_of(work, visit.programme, row.id):
        left = short_day(each.at.astimezone(ZoneInfo(zone)), zone, visit.language)
        said = f" In their words: {each.words}" if each.words else ""
        apart = " Not to be matched with the same people again." if each.apart else ""
        made.append((f"Why {name} left on {left}", f"{each.reason}.{said}{apart}"))
    return tuple(made)


def _member(member: Member) -> str:
    joined = "" if member.joined_at else "has not joined yet"
    return ", ".join(part for part in (member.institution, "has left" if member.left_at else joined) if part)


def _fields(visit: Visit, found: Membership, typed: Typed, problems: Mapping[str, str]) -> tuple[Field, ...]:
    chosen, reason = set(typed.get("who", ())), first(typed, "reason")
    reasons = exit_reasons(scheme_of(visit.programme), found.mentorship.pathway)
    return (
        Field(
            name="who",
            kind="checks",
            label="For whom does it end?",
            options=tuple(
                Option(value=str(each.registration_id), label=each.name, chosen=str(each.registration_id) in chosen)
                for each in _present(found)
            ),
            problem=problems.get("who", ""),
        ),
        Field(
            name="reason",
            kind="radio",
            label="What comes nearest?",
            options=tuple(
                Option(value=str(number), label=words, chosen=reason == str(number))
                for number, words in enumerate(reasons)
            ),
            problem=problems.get("reason", ""),
        ),
        Field(
            name="words",
            kind="long",
            label="What should a colleague know?",
            hint="Coordinators alone read it.",
            required=False,
            value=first(typed, "words"),
        ),
        Field(
            name="apart",
            kind="checks",
            label="And later?",
            required=False,
            options=(
                Option(
                    value="yes", label="Do not match them with each other again", chosen=first(typed, "apart") == "yes"
                ),
            ),
        ),
    )
