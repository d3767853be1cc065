"""Matching: who is ready, run a round, read the proposal with its reasons, publish it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.messages.preview import preview
from mentoring.participants.namesakes import namesakes
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.apart import proposal_apart
from mentoring.rounds.compare import figures as figures_of
from mentoring.rounds.field import round_milestones
from mentoring.rounds.publish import discard, publish
from mentoring.rounds.queries import proposal, ready, rounds
from mentoring.rounds.run import round_of, run_round
from mentoring.rounds.views import Proposal, Ready
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.proposal import Laid, Look, base, figures, laid, list_page
from mentoring.web.console.standing_notes import held_banner
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.matching import Check, LetterPreview, MatchingPage, PublishPage
from mentoring.web.views.parts import Banner, Button, Empty
from mentoring.web.words import count, day

AnyRequest = Request[Any, Any, Any]
_AT = "/{tenant:str}/console/{programme:str}/matching"


@get(_AT, opt=permits("round.read", lists="matching"), sync_to_thread=True)
def matching(request: AnyRequest, visit: NamedDependency[Visit]) -> Response[str]:
    """The newest proposal; before there is one, who is ready and what is in the way."""
    with visit.work() as work:
        lines = rounds(work, visit.programme)
        kept = [line for line in lines if line.state != "discarded"]
        view = (
            proposed(visit, work, kept[0].id, Look.of(dict(request.query_params)))
            if kept
            else _not_yet(visit, ready(work, visit.programme))
        )
        view = replace(view, banner=held_banner(visit, work) or view.banner)
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


@post(_AT, opt=permits("round.run"), sync_to_thread=True)
def run(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Redirect:
    """A round is run: the result is a proposal that nobody else sees."""
    visit.settle()
    with visit.work() as work:
        made = run_round(work, visit.programme, milestone=first(typed, "milestone") or None)
        number = made.id
    return see_other(f"{base(visit)}/{number}")


@get(_AT + "/{round_id:uuid}", opt=permits("round.read", lists="matching"), sync_to_thread=True)
def one_round(request: AnyRequest, visit: NamedDependency[Visit], round_id: FromPath[UUID]) -> Response[str]:
    """One proposal with its reasons."""
    with visit.work() as work:
        view = proposed(visit, work, round_id, Look.of(dict(request.query_params)))
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def proposed(visit: Visit, work: UnitOfWork, round_id: UUID, look: Look, banner: Banner | None = None) -> MatchingPage:
    """The page of one proposal."""
    found = proposal_apart(proposal(work, visit.programme, round_id), namesakes(work, visit.programme))
    page = laid(visit, work, found, rounds(work, visit.programme), look)
    scheme = scheme_of(visit.programme)
    own = figures_of(scheme, round_of(work, visit.programme, round_id).result)
    return list_page(page, _actions(page), _others(page, scheme), banner, own)


@get(_AT + "/{round_id:uuid}/publish", opt=permits("round.publish", lists="matching"), sync_to_thread=True)
def publication(visit: NamedDependency[Visit], round_id: FromPath[UUID]) -> Response[str]:
    """What publication does: counts, what is in the way, every message, one button."""
    with visit.work() as work:
        found = proposal(work, visit.programme, round_id)
        view = _publication(visit, work, found)
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


@post(_AT + "/{round_id:uuid}/publish", opt=permits("round.publish"), sync_to_thread=True)
def publish_round(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Redirect:
    """Everybody is told at once. A second publication, or a changed proposal, is refused."""
    with visit.work() as work:
        publish(work, visit.programme, round_id, version=version_in(typed))
    visit.settle()
    return see_other(f"{base(visit)}/{round_id}")


@post(_AT + "/{round_id:uuid}/discard", opt=permits("round.publish"), sync_to_thread=True)
def discard_round(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Redirect:
    """The proposal is put away; nobody had seen it."""
    with visit.work() as work:
        discard(work, visit.programme, round_id, version=version_in(typed))
    return see_other(base(visit))


def version_in(typed: Typed) -> int:
    """The version that the page was made from; -1 where the form says none."""
    text = first(typed, "version")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _not_yet(visit: Visit, waiting: tuple[Ready, ...]) -> MatchingPage:
    first_one = waiting[0] if waiting else None
    if first_one is None:
        return MatchingPage(
            title="Matching",
            programme=visit.programme.title,
            sentence="This scheme has no matching round.",
            empty=Empty(title="No rounds", text="Mentorships come about in another way here."),
        )
    told = "; ".join(
        f"{eligible} {plural.lower()}" + (f" and {held} more who have not attended what they must" if held else "")
        for plural, eligible, held in first_one.roles
    )
    date = f" {first_one.title}: {day(first_one.date.day, language=visit.language)}." if first_one.date else ""
    return MatchingPage(
        title="Matching",
        programme=visit.programme.title,
        sentence=f"Ready to be matched: {told}.{date}",
        actions=_run_buttons(visit, waiting, primary=True),
        empty=Empty(
            title="No proposal yet",
            text="Running a round makes a proposal with reasons. It is private: no participant can see it and no "
            "message leaves before you publish.",
        ),
    )


def _run_buttons(visit: Visit, waiting: tuple[Ready, ...], *, primary: bool) -> tuple[Button, ...]:
    return tuple(
        Button(
            label="Run a round" if len(waiting) == 1 else f"Run a round: {each.title}",
            href="" if each.blocked else base(visit),
            post=not each.blocked,
            kind="primary" if primary else "",
            reason=each.blocked,
            hidden=(("milestone", each.milestone),),
        )
        for each in waiting
    )


def _actions(page: Laid) -> tuple[Button, ...]:
    if not page.open:
        return ()
    undo = Button(label="Undo last change", href=f"{page.at}/undo", post=True, icon="undo", hidden=page.last, key="U")
    return (
        *((undo,) if page.found.undoes else ()),
        Button(label="Solve the rest again", href=f"{page.at}/solve", post=True, hidden=page.always),
        Button(label="Preview publication", href=f"{page.at}/publish", kind="primary"),
    )


def _others(page: Laid, scheme: Scheme) -> tuple[Button, ...]:
    visit, line = page.visit, page.found.line
    known = round_milestones(scheme)
    again = tuple(
        Button(
            label="Run a round again",
            href=base(visit),
            post=True,
            hidden=(("milestone", milestone),),
            about=milestone if len(known) > 1 else "",
        )
        for milestone in known
    )
    dry = Button(label="Try other weights", href=f"{base(visit)}/dry-run?milestone={line.milestone}")
    version = (("version", str(line.version)),)
    away = Button(
        label="Discard", href=f"{page.at}/discard", post=True, hidden=version, about=f"proposal {line.number}"
    )
    late = Button(label="Place newcomers", href=f"{base(visit)}/newcomers")
    return (dry, *again, *((late,) if line.state == "published" else ()), *((away,) if page.open else ()))


def _publication(visit: Visit, work: UnitOfWork, found: Proposal) -> PublishPage:
    line = found.line
    result = round_of(work, visit.programme, line.id).result
    told = f"Publish and tell {count(found.told, 'person', 'people')}"
    checks = [Check("done", "Checked", "Every rule, every capacity and every place is checked again as you publish.")]
    if found.blocked:
        checks.insert(0, Check("stop", "In the way", found.blocked))
    if found.asks_first:
        checks.append(
            Check(
                "info",
                "Asked first",
                "This scheme asks people before a match begins; only those asked first are told now.",
            )
        )
    first = "offer_made" if found.asks_first else "match_published"
    occasions = (first, "no_match") if found.without else (first,)
    return PublishPage(
        title=f"Publish proposal {line.number}",
        programme=visit.programme.title,
        sentence="Participants see their match at once. Publication cannot be taken back.",
        figures=figures(figures_of(scheme_of(visit.programme), result), None),
        checks=tuple(checks),
        letters=tuple(
            LetterPreview(to=to, subject=letter.subject, body=letter.body)
            for to, letter in ((occasion_words(name), preview(work, visit.programme, name)) for name in occasions)
        ),
        button=Button(
            label=told,
            href="" if found.blocked else f"{base(visit)}/{line.id}/publish",
            post=not found.blocked,
            kind="primary",
            reason=found.blocked,
            hidden=(("version", str(line.version)),),
        ),
        leave=Button(label="Not yet", href=f"{base(visit)}/{line.id}"),
    )


def occasion_words(occasion: str) -> str:
    """To whom the messages of an occasion go."""
    return {
        "match_published": "To everybody who is matched",
        "no_match": "To everybody without a match",
        "offer_made": "To those who are asked first",
    }[occasion]
