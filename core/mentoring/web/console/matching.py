"""Matching: who is ready, run a round, read the proposal with its reasons, publish it."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.messages.preview import preview
from mentoring.rounds.publish import discard, publish
from mentoring.rounds.queries import proposal, ready, rounds
from mentoring.rounds.run import run_round
from mentoring.rounds.views import Pair, Proposal, Ready, RoundLine, Without
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.matching import (
    Because,
    Check,
    Compared,
    LetterPreview,
    MatchingPage,
    MatchLine,
    PublishPage,
    UnmatchedLine,
)
from mentoring.web.views.parts import Banner, Button, Empty, Link, Person
from mentoring.web.words import begun, count, day, when

_AT = "/{tenant:str}/console/{programme:str}/matching"


@get(_AT, opt=permits("round.read"), sync_to_thread=True)
def matching(visit: NamedDependency[Visit]) -> Response[str]:
    """The newest proposal; before there is one, who is ready and what is in the way."""
    with visit.work() as work:
        lines = rounds(work, visit.programme)
        kept = [line for line in lines if line.state != "discarded"]
        view = _proposed(visit, work, kept[0].id, lines) if kept else _not_yet(visit, ready(work, visit.programme))
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


@post(_AT, opt=permits("round.run"), sync_to_thread=True)
def run(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Redirect:
    """A round is run: the result is a proposal that nobody else sees."""
    visit.settle()
    with visit.work() as work:
        made = run_round(work, visit.programme, milestone=first(typed, "milestone") or None)
        number = made.id
    return see_other(f"{_base(visit)}/{number}")


@get(_AT + "/{round_id:uuid}", opt=permits("round.read"), sync_to_thread=True)
def one_round(visit: NamedDependency[Visit], round_id: FromPath[UUID]) -> Response[str]:
    """One proposal with its reasons."""
    with visit.work() as work:
        view = _proposed(visit, work, round_id, rounds(work, visit.programme))
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


@get(_AT + "/{round_id:uuid}/publish", opt=permits("round.publish"), sync_to_thread=True)
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
        publish(work, visit.programme, round_id, version=_version(typed))
    visit.settle()
    return see_other(f"{_base(visit)}/{round_id}")


@post(_AT + "/{round_id:uuid}/discard", opt=permits("round.publish"), sync_to_thread=True)
def discard_round(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Redirect:
    """The proposal is put away; nobody had seen it."""
    with visit.work() as work:
        discard(work, visit.programme, round_id, version=_version(typed))
    return see_other(_base(visit))


def _base(visit: Visit) -> str:
    return visit.path("console", visit.programme.slug, "matching")


def _version(typed: Typed) -> int:
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
            href="" if each.blocked else _base(visit),
            post=not each.blocked,
            kind="primary" if primary else "",
            reason=each.blocked,
            hidden=(("milestone", each.milestone),),
        )
        for each in waiting
    )


def _proposed(visit: Visit, work: UnitOfWork, round_id: UUID, lines: tuple[RoundLine, ...]) -> MatchingPage:
    found = proposal(work, visit.programme, round_id)
    line = found.line
    legend = tuple(dict.fromkeys(share.words for pair in found.pairs for share in pair.shares))
    served = [each for each in found.without if each.served]
    return MatchingPage(
        title="Matching",
        banner=_banner(visit, line),
        programme=visit.programme.title,
        sentence=_sentence(visit, line),
        actions=_actions(visit, work, found),
        figures=_figures(found),
        tabs=tuple(
            Link(f"Proposal {each.number}", f"{_base(visit)}/{each.id}", current=each.id == line.id)
            for each in lines
            if each.state != "discarded"
        )
        if len(lines) > 1
        else (),
        legend=legend,
        list_sentence=begun(f"{count(len(found.pairs), 'match', 'matches')}, weakest fit first."),
        matches=tuple(_match(pair, at, legend) for at, pair in enumerate(found.pairs)),
        unmatched_title=begun(f"{count(len(served), 'person', 'people')} without a match"),
        unmatched_text="What stands in the way, and the smallest change that helps." if found.without else "",
        unmatched=tuple(_unmatched(each) for each in found.without),
    )


def _banner(visit: Visit, line: RoundLine) -> Banner | None:
    if line.state != "published" or line.published_at is None:
        return None
    at = when(line.published_at, visit.tenant.timezone, visit.language)
    return Banner(kind="done", title="Published", text=f"Everybody was told on {at}.")


def _sentence(visit: Visit, line: RoundLine) -> str:
    if line.state == "published":
        return f"Proposal {line.number} was published."
    made = when(line.created_at, visit.tenant.timezone, visit.language)
    private = "Private until you publish: no participant can see it and no message has left."
    return f"Proposal {line.number} of {made}. {private}"


def _actions(visit: Visit, work: UnitOfWork, found: Proposal) -> tuple[Button, ...]:
    again = _run_buttons(visit, ready(work, visit.programme), primary=False)
    if found.line.state == "published":
        return again
    at = f"{_base(visit)}/{found.line.id}"
    return (
        Button(label="Discard", href=f"{at}/discard", post=True, hidden=(("version", str(found.line.version)),)),
        *again,
        Button(label="Preview publication", href=f"{at}/publish", kind="primary"),
    )


def _figures(found: Proposal) -> tuple[Compared, ...]:
    placed, aims = found.line.placed, found.aims
    of = placed + len({each.registration_id for each in found.without if each.served})
    fits = [pair.fit for pair in found.pairs]
    return (
        Compared(label="People matched", value=str(placed), of=f"of {of}"),
        Compared(label="Average fit", value=str(round(sum(fits) / len(fits))) if fits else "0"),
        Compared(label="First wish met", value=str(aims.get("first_wishes", 0)), of=f"of {placed}"),
        Compared(label="Last resorts used", value=str(aims.get("last_resorts_broken", 0))),
    )


def _match(pair: Pair, at: int, legend: tuple[str, ...]) -> MatchLine:
    full = sum(share.most for share in pair.shares) or 1
    by_words = {share.words: 100 * share.points / full for share in pair.shares}
    return MatchLine(
        id=f"pair-{at + 1}",
        title=pair.pathway_title if len(pair.members) > 2 else "",
        people=tuple(
            Person(name=each.name, line=f"{each.role_title}, {each.house}", leads=not each.served)
            for each in pair.members
        ),
        reasons=tuple(
            Because("good" if each.mark == "good" else "weak", (each.words,)) for each in pair.reasons if each.words
        ),
        fit=pair.fit,
        shares=tuple(round(by_words.get(words, 0), 1) for words in legend),
    )


def _unmatched(each: Without) -> UnmatchedLine:
    return UnmatchedLine(
        name=each.name,
        line=f"{each.role_title}, {each.house}. {each.pathway_title}",
        why=each.words,
        change=each.change,
    )


def _publication(visit: Visit, work: UnitOfWork, found: Proposal) -> PublishPage:
    line = found.line
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
        figures=_figures(found),
        checks=tuple(checks),
        letters=tuple(
            LetterPreview(to=to, subject=letter.subject, body=letter.body)
            for to, letter in ((occasion_words(name), preview(work, visit.programme, name)) for name in occasions)
        ),
        button=Button(
            label=told,
            href="" if found.blocked else f"{_base(visit)}/{line.id}/publish",
            post=not found.blocked,
            kind="primary",
            reason=found.blocked,
            hidden=(("version", str(line.version)),),
        ),
        leave=Button(label="Not yet", href=f"{_base(visit)}/{line.id}"),
    )


def occasion_words(occasion: str) -> str:
    """To whom the messages of an occasion go."""
    return {
        "match_published": "To everybody who is matched",
        "no_match": "To everybody without a match",
        "offer_made": "To those who are asked first",
    }[occasion]
