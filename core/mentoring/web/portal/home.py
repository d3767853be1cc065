"""A participant's pages: where I stand, my match or my circle."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from mentoring.errors import NotFound
from mentoring.meetings.planned import arranged
from mentoring.meetings.queries import held, rhythm_of
from mentoring.meetings.rules import Rhythm
from mentoring.mentorships.queries import Match, MemberView, mine, one
from mentoring.monitoring.answers import answered
from mentoring.participants.declare import declared_answers
from mentoring.participants.register import own_registrations
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.queries import programme_with_id
from mentoring.schemes.scheme import Scheme, say
from mentoring.timeline.queries import Coming, Place, milestones, my_place
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.portal.asking import may_ask
from mentoring.web.portal.events import events_to_answer, invited_steps
from mentoring.web.portal.goal_lines import goals_here
from mentoring.web.portal.next_meeting import meeting_lines, next_meeting
from mentoring.web.portal.next_time import may_say_next
from mentoring.web.portal.to_do import match_to_do, surveys_to_do
from mentoring.web.views.parts import Banner, Button, Empty, Link, Page, Person, Step
from mentoring.web.views.portal import (
    Expected,
    MatchesPage,
    MatchPage,
    NotesPromise,
    OtherMember,
    WaitingPage,
)
from mentoring.web.words import count, day, one_of, short_day

PROGRAMME_AT = "/{tenant:str}/{programme:str}/mine"
_NOT_BEGUN = Rhythm(held=0, target=None, minutes=0, suggested=None, late=None)
MATCH_AT = PROGRAMME_AT + "/{mentorship:uuid}"


@get("/{tenant:str}/mine", opt=permits("account.use"), sync_to_thread=True)
def my_matches(visit: NamedDependency[Visit]) -> Response[str]:
    """All my matches, over every programme; or what I can do while there is none."""
    with visit.work() as work:
        matches = mine(work)
    view = MatchesPage(
        title="My matches",
        sentence=f"You have {count(len(matches), 'match', 'matches')}." if matches else "",
        matches=tuple(
            Link(f"{each.title} ({each.programme_title})", visit.path(each.programme_slug, "mine", each.mentorship_id))
            for each in matches
        ),
        empty=None
        if matches
        else Empty(
            title="No match yet",
            text="When you are matched you find it here. Your registrations stand on the page of their programme.",
            button=Button(label="See the programmes", href=visit.path() + "/"),
        ),
    )
    return visit.page(view, portal_frame(visit, current="mine"))


@get(PROGRAMME_AT, opt=permits("account.use"), sync_to_thread=True)
def my_programme(visit: NamedDependency[Visit]) -> Response[str]:
    """Where I stand in one programme: my match where there is just one, else my place in plain words."""
    programme = visit.programme
    with visit.work() as work:
        matches = [each for each in mine(work) if _is_of(each, programme)]
        places = my_place(work, programme)
        own = own_registrations(work, programme)
        following = may_say_next(visit, work, own)
        asking = (*may_ask(visit, programme, own), *following)
        waits = any(each.asks and each.state == "offered" and not each.asked for each in matches)
        alone = len(matches) == 1 and len(places) <= 1 and not following and not (asking and waits)
        more = (
            ()
            if alone
            else (
                *asking,
                *events_to_answer(visit, work, programme),
                *surveys_to_do(visit, work, programme, matches=matches),
                *_may_say(visit, work, programme),
            )
        )
        steps = invited_steps(visit, work, programme)
        view: Page = (
            _match_page(visit, work, matches[0]) if alone else _where_i_stand(visit, places, matches, more, steps)
        )
    return visit.page(view, portal_frame(visit, current="programme", programme=programme))


@get(MATCH_AT, opt=permits("mentorship.see"), sync_to_thread=True)
def my_match(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """My match or my circle."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        view = _match_page(visit, work, match)
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


def own_match(visit: Visit, work: UnitOfWork, mentorship_id: UUID) -> Match:
    """The mentorship, if the signed-in person is a member. Raises NotFound."""
    match = one(work, mentorship_id, host=visit.programme.tenant_id)
    if match.me is None or not _is_of(match, visit.programme):
        raise NotFound("There is no such match of yours.")
    return match


def _is_of(match: Match, programme: Programme) -> bool:
    return match.programme_id == programme.id and match.host == programme.tenant_id


def _where_i_stand(
    visit: Visit,
    places: tuple[Place, ...],
    matches: list[Match],
    more: tuple[Button, ...],
    invited: Mapping[str, Step],
) -> WaitingPage:
    """Before a match: what is, what comes next and when, in plain words."""
    if not places:
        return WaitingPage(
            title=visit.programme.title,
            sentence="You have not registered for this programme.",
            buttons=(Button(label="Read about it", href=visit.in_programme() + "/", kind="primary"),),
            contact="Ask the coordinators",
            contact_email=visit.tenant.contacts.mentoring.email,
        )
    first = places[0]
    coming = first.coming[0] if first.coming else None
    buttons = [
        Button(label=f"Open “{each.title}”", href=visit.in_programme("mine", each.mentorship_id), kind="primary")
        for each in matches
    ]
    for place in places:
        buttons += _may_do(visit, place)
    buttons += more
    several = f"You have {count(len(matches), 'match', 'matches')}. Open one to see who it is and to log a meeting."
    return WaitingPage(
        title="Your matches" if matches else first.headline,
        sentence=several if matches else first.text,
        next_over="What comes next" if coming else "",
        next_when=_step(visit, coming, invited).when if coming else "",
        next_text=". ".join(filter(None, (coming.title, _step(visit, coming, invited).text))) if coming else "",
        buttons=tuple(buttons),
        steps=_steps(visit, first.coming, invited),
        answers=tuple((place.role_title, place.text) for place in places[1:]),
        answers_title="Your other registrations" if len(places) > 1 else "",
        contact="Ask the coordinators",
        contact_email=visit.tenant.contacts.mentoring.email,
    )


def _may_say(visit: Visit, work: UnitOfWork, programme: Programme) -> tuple[Button, ...]:
    """The optional question while it is not answered; and what was declared, where only that is left to withdraw."""
    own = own_registrations(work, programme)
    said = answered(work, [each.id for each in own])
    made = []
    for each in own:
        if each.state == "submitted" and each.id not in said and each.forgotten_at is None:
            at = visit.in_programme("mine", "monitoring", each.id)
            made.append(Button(label="Answer one optional question", href=at))
        if each.state == "withdrawn" and declared_answers(work, each):
            at = visit.in_programme("mine", "withdraw", each.id) + "?what=declaration"
            made.append(Button(label="Withdraw what you declared", href=at))
    return tuple(dict.fromkeys(made))


def _may_do(visit: Visit, place: Place) -> list[Button]:
    made = []
    title = place.role_title.lower()
    if place.may_edit:
        label = (
            f"Go on with your registration as {one_of(title)}"
            if place.state == "draft"
            else "Read or change your answers"
        )
        made.append(Button(label=label, href=visit.in_programme("register", place.role)))
    if place.may_withdraw:
        made.append(
            Button(
                label="Withdraw your registration", href=visit.in_programme("mine", "withdraw", place.registration_id)
            )
        )
    return made


def _steps(visit: Visit, coming: tuple[Coming, ...], invited: Mapping[str, Step]) -> tuple[Step, ...]:
    return tuple(_step(visit, each, invited) for each in coming)


def _step(visit: Visit, coming: Coming, invited: Mapping[str, Step]) -> Step:
    """A date that is to come; of what one is invited to, with one's own reply."""
    return invited.get(coming.id) or Step(title=coming.title, when=_on(visit, coming))


def _on(visit: Visit, coming: Coming) -> str:
    return day(coming.at.times[0].date(), language=visit.language)


def _match_page(visit: Visit, work: UnitOfWork, match: Match) -> MatchPage:
    programme = programme_with_id(work, match.host, match.programme_id)
    scheme = scheme_of(programme)
    rhythm = rhythm_of(work, match.mentorship_id, host=match.host) if match.formed_at else _NOT_BEGUN
    meetings = held(work, match.mentorship_id, host=match.host)
    planned = arranged(work, match.mentorship_id, host=match.host)
    asked = scheme.mentorships[match.pathway].meetings
    at = visit.path(programme.slug, "mine", match.mentorship_id)
    offered = match.state == "offered"
    until = f", until {short_day(match.planned_end, language=visit.language)}" if match.planned_end else ""
    others = tuple(_person(each) for each in match.others)
    me = match.me
    today = work.now.astimezone(ZoneInfo(visit.tenant.timezone)).date()
    goals, goals_button = goals_here(visit, work, match, f"{at}/goals")
    return MatchPage(
        title=match.title,
        banner=_offer(match, at) if offered else _going_on(match, at),
        shape="circle" if match.is_circle else "pair",
        sentence=f"{programme.title}{until}",
        me=Person(name=me.name if me else "", line="", leads=me.role not in _served(scheme, match) if me else False),
        others=others,
        next=next_meeting(visit, match, asked, rhythm, planned, at, today),
        to_do=match_to_do(visit, work, programme, match),
        other=None if match.is_circle or not match.others else _other(match.others[0], match.because),
        members=tuple(_other(each) for each in match.others) if match.is_circle else (),
        why=tuple(dict.fromkeys(match.because)) if match.is_circle else (),
        goals=goals,
        goals_button=goals_button,
        meetings=meeting_lines(visit, match, planned, meetings, at),
        notes=_notes(match, at) if match.formed_at else None,
        expected=_expected(scheme, match),
        not_right=(
            "Not every match works, and that is nobody's fault. Tell the coordinators in private; nobody else is told: "
            f"{visit.tenant.contacts.mentoring.email}"
        ),
        not_right_links=(Link("Leave without blame", f"{at}/leave"),) if _may_leave(match) else (),
        calendar=Link("Put these into my calendar", visit.path("account")),
        coming=_steps(
            visit,
            tuple(each for each in milestones(work, programme, public_only=True) if not each.past)[:4],
            invited_steps(visit, work, programme),
        ),
    )


def _may_leave(match: Match) -> bool:
    return match.state == "running" and match.me is not None and not match.me.left


def readers(match: Match) -> str:
    """Who reads notes, in words: you and the other, or you and the others of the circle."""
    others = [each.first_name for each in match.others if not each.left]
    return f"you and {others[0]}" if len(others) == 1 else "you and the other members"


def _notes(match: Match, at: str) -> NotesPromise:
    return NotesPromise(
        title="Your notes stay between you",
        text=f"Only {readers(match)} can read them: no coordinator, no manager and no institution.",
        can_see=("that you met, and on which day", "how many meetings you have had"),
        never_see=("a word of your notes", "what you talked about"),
        buttons=(Button(label="Read and write notes", href=f"{at}/notes", icon="pencil"),),
    )


def _offer(match: Match, at: str) -> Banner:
    if match.asks and match.asked:
        return Banner(
            kind="wait",
            title="You are asked for your time",
            text=f"“{match.asks}”",
            button=Button(label="Say yes or no", href=f"{at}/answer"),
        )
    if not match.asked:
        return Banner(
            kind="info", title="You have answered", text="You hear from us once the others have answered too."
        )
    return Banner(
        kind="wait",
        title="Would you like this match?",
        text="Nobody else is asked before you answer.",
        button=Button(label="Say yes or no", href=f"{at}/answer"),
    )


def _going_on(match: Match, at: str) -> Banner | None:
    """The question whether to go on past the planned end, while it is open."""
    if not match.asked_to_go_on:
        return None
    if match.goes_on is not None:
        said = "Yes, when the others say so too." if match.goes_on else "No: it ends as planned."
        return Banner(
            kind="info",
            title="You have said whether you would like to go on",
            text=said,
            button=Button(label="Change my answer", href=f"{at}/go-on"),
        )
    return Banner(
        kind="wait",
        title="Would you like to go on?",
        text="Your planned end is near. If nobody answers, it ends as planned.",
        button=Button(label="Say yes or no", href=f"{at}/go-on"),
    )


def _served(scheme: Scheme, match: Match) -> str:
    return scheme.pathways[match.pathway].served_role


def _person(member: MemberView) -> Person:
    line = ", ".join(part for part in (member.job_title or "", member.institution) if part)
    return Person(
        name=member.name, line=f"{member.role_title}. {line}" if line else member.role_title, leads=member.leads
    )


def _other(other: MemberView, because: tuple[str, ...] = ()) -> OtherMember:
    return OtherMember(
        role=f"Your {other.role_title.lower()}",
        name=other.name,
        position=", ".join(part for part in (other.job_title or "", other.institution) if part),
        email=other.contact or "",
        email_label=f"Reach {other.first_name}" if other.contact else "",
        why=because,
        why_label="Why you two" if because else "",
        words_title=f"{other.first_name}: in their own words",
        words=other.profile,
    )


def _expected(scheme: Scheme, match: Match) -> tuple[Expected, ...]:
    expectations = scheme.public_page.expectations
    mine_first = sorted(expectations, key=lambda role: match.me is None or role != match.me.role)
    made = []
    for role in mine_first:
        own = match.me is not None and role == match.me.role
        title = "Of you" if own else f"Of your {say(scheme.roles[role].title).lower()}"
        made.append(Expected(title=title, lines=tuple(say(line) for line in expectations[role])))
    return tuple(made)
