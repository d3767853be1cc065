"""What a participant is asked to do now, beside their meetings: surveys to answer, agreements to sign."""

from collections.abc import Collection
from uuid import UUID

from mentoring.mentorships.agreements import papers
from mentoring.mentorships.form import names_of
from mentoring.mentorships.holding import MissingStep, missing_before_meeting
from mentoring.mentorships.members import membership
from mentoring.mentorships.queries import Match
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.surveys.queries import to_answer
from mentoring.surveys.rules import last_moment
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Button
from mentoring.web.views.portal import ToDo
from mentoring.web.words import short_day


def surveys_to_do(
    visit: Visit,
    work: UnitOfWork,
    programme: Programme,
    mentorship: UUID | None = None,
    *,
    matches: Collection[Match] = (),
) -> tuple[Button, ...]:
    """A button for each survey to answer; of a `mentorship` those about it, and those about none.

    Where somebody has several `matches` each button says about which of them it asks.
    """
    about = {each.mentorship_id: f" about {in_a_sentence(each.title)}" for each in matches} if len(matches) > 1 else {}
    scheme = scheme_of(programme)
    made = []
    for each in to_answer(work, programme):
        if mentorship is not None and each.mentorship_id not in {None, mentorship}:
            continue
        title = say(scheme.surveys[each.survey].title, visit.language)
        until = f", until {short_day(last_moment(each.closes_at), visit.tenant.timezone, visit.language)}"
        label = f"Go on answering “{title}”" if each.begun else f"Answer “{title}”"
        label += about.get(each.mentorship_id, "") if each.mentorship_id else ""
        late = each.closes_at <= work.now
        made.append(
            Button(
                label=label + ("" if late else until),
                href=visit.path(programme.slug, "mine", "surveys", each.asked_id),
                icon="pencil",
            )
        )
    return tuple(made)


def in_a_sentence(title: str) -> str:
    """A match's title within a sentence: ``you and Amara``."""
    return title[:1].lower() + title[1:] if title.startswith("You and ") else title


def agreements_to_do(visit: Visit, work: UnitOfWork, programme: Programme, mentorship: UUID) -> tuple[Button, ...]:
    """A button for each agreement that I have not signed as it now stands."""
    return tuple(
        Button(
            label=f"Read and sign “{say(each.title, visit.language)}”",
            href=visit.path(programme.slug, "mine", mentorship, "agreements", each.agreement),
            icon="pencil",
        )
        for each in papers(work, programme, mentorship)
        if each.mine is None or each.mine != each.version
    )


def match_to_do(visit: Visit, work: UnitOfWork, programme: Programme, match: Match) -> ToDo | None:
    """What is asked of a member of this mentorship now; None where nothing is."""
    mentorship = match.mentorship_id
    buttons = list(surveys_to_do(visit, work, programme, mentorship))
    missing: tuple[MissingStep, ...] = ()
    if match.state == "running":
        buttons = [*agreements_to_do(visit, work, programme, mentorship), *buttons]
        missing = _before_meeting(work, programme, mentorship)
    if match.state == "completed":
        at = visit.path(programme.slug, "mine", mentorship, "certificate")
        buttons.append(Button(label="See your certificate", href=at))
    if not buttons and not missing:
        return None
    return ToDo(
        title="Before you meet" if missing else "Asked of you",
        lines=tuple(f"{step.title}: {_still(match, step)}" for step in missing),
        buttons=tuple(buttons),
    )


def _before_meeting(work: UnitOfWork, programme: Programme, mentorship: UUID) -> tuple[MissingStep, ...]:
    found = membership(work, mentorship, host=programme.tenant_id)
    return missing_before_meeting(work, programme, [(found.mentorship, found.members)]).get(mentorship, ())


def _still(match: Match, step: MissingStep) -> str:
    """Who has still to do something: you before the others."""
    mine = match.me is not None and match.me.name in step.names
    others = [name for name in step.names if match.me is None or name != match.me.name]
    return "still to be done by " + names_of([*(["you"] if mine else []), *others])
