"""A proposal drawn as a list: weakest first, with its buttons, its figures beside another's, and who has nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from mentoring.rounds.compare import Comparison, Figures, new_partners
from mentoring.rounds.compare import compare as compare_rounds
from mentoring.rounds.run import round_of
from mentoring.rounds.views import Pair, Proposal, RoundLine, Without
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.field import Option
from mentoring.web.http.visit import Visit
from mentoring.web.views.matching import (
    Against,
    Because,
    Compared,
    KeptApart,
    MatchingPage,
    MatchLine,
    UnmatchedLine,
)
from mentoring.web.views.parts import Banner, Button, Link, Person
from mentoring.web.words import begun, count, when

PAIRS_A_PAGE = 50
LEFT_AT_FIRST = 20
KEYS = (
    ("L", "lock, or unlock"),
    ("F", "forbid (asks first)"),
    ("S", "swap"),
    ("U", "undo the last change"),
    ("Down or J", "next match"),
    ("Up or K", "match before"),
    ("Home, End", "weakest, best"),
    ("Tab", "the buttons of the match"),
    ("?", "this list"),
)
"""The keys of the workbench, and what each does."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the list is looked at: which page of it, beside which proposal (a number, 0: the one before)."""

    page: int = 1
    beside: int = 0
    everyone: bool = False

    @classmethod
    def of(cls, query: dict[str, str]) -> "Look":
        """From an address; what cannot be read counts as nothing."""
        return cls(max(1, _number(query.get("page", ""))), _number(query.get("with", "")), "all" in query)

    def query(self, **changes: int) -> str:
        """As part of an address."""
        kept = {"page": self.page, "with": self.beside, "all": int(self.everyone), **changes}
        usual = {"page": 1, "with": 0, "all": 0}
        told = "&".join(f"{name}={value}" for name, value in kept.items() if value != usual[name])
        return f"?{told}" if told else ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A proposal with the one it is compared with."""

    visit: Visit
    found: Proposal
    lines: tuple[RoundLine, ...]
    look: Look
    other: RoundLine | None
    comparison: Comparison | None
    fresh: dict[frozenset[str], tuple[str, ...]]

    @property
    def at(self) -> str:
        """The proposal's address."""
        return f"{base(self.visit)}/{self.found.line.id}"

    @property
    def open(self) -> bool:
        """Whether it can be worked on."""
        return self.found.line.state == "proposed"

    def hidden(self, pair: Pair) -> tuple[tuple[str, str], ...]:
        """What each button of a pair sends."""
        members = tuple(("member", str(side.registration_id)) for side in pair.members)
        return (*self.always, ("pathway", pair.pathway), ("pair", pair_id(pair)), *members)

    @property
    def always(self) -> tuple[tuple[str, str], ...]:
        """What each button of the page sends."""
        return (("version", str(self.found.line.version)), ("look", self.look.query()))

    @property
    def last(self) -> tuple[tuple[str, str], ...]:
        """What the button sends that takes the last change back: it leads to the pair that this was done to."""
        about = self.found.undoes_of
        pairs = (each for each in self.found.pairs if about <= {side.registration_id for side in each.members})
        pair = next(pairs, None) if about else None
        return (*self.always, ("pair", pair_id(pair))) if pair else self.always


def laid(visit: Visit, work: UnitOfWork, found: Proposal, lines: tuple[RoundLine, ...], look: Look) -> Laid:
    """The proposal `found` beside another: the one asked for, else that it came from, else the one before."""
    others = [each for each in lines if each.state != "discarded" and each.id != found.line.id]
    wanted = [each for each in others if each.number == look.beside]
    wanted = wanted or [each for each in others if each.id == found.origin]
    wanted = wanted or [each for each in others if each.number < found.line.number][:1]
    if not wanted:
        return Laid(visit, found, lines, look, None, None, {})
    other = wanted[0]
    before = round_of(work, visit.programme, other.id).result
    fresh = new_partners(before, round_of(work, visit.programme, found.line.id).result)
    comparison = compare_rounds(work, visit.programme, found.line.id, other=other.id)
    return Laid(visit, found, lines, look, other, comparison, fresh)


def list_page(
    page: Laid, actions: tuple[Button, ...], others: tuple[Button, ...], banner: Banner | None, own: Figures
) -> MatchingPage:
    """The whole page; `actions` stand at its head, `others` at its end."""
    visit, found, look = page.visit, page.found, page.look
    legend = tuple(dict.fromkeys(share.words for pair in found.pairs for share in pair.shares))
    first = (look.page - 1) * PAIRS_A_PAGE
    shown = found.pairs[first : first + PAIRS_A_PAGE]
    served = [each for each in found.without if each.served]
    left = served if look.everyone else served[:LEFT_AT_FIRST]
    free = [each for each in found.without if not each.served]
    kept = [each for each in page.lines if each.state != "discarded"]
    return MatchingPage(
        title="Matching",
        banner=banner or _banner(visit, found.line),
        programme=visit.programme.title,
        sentence=_sentence(visit, found),
        actions=actions,
        others=others,
        figures=figures(own, page.comparison),
        against=_against(page, kept),
        ways=(Link("List", page.at + look.query(), current=True), Link("Matrix", f"{page.at}/matrix")),
        tabs=tuple(
            Link(f"Proposal {each.number}", f"{base(visit)}/{each.id}", current=each.id == found.line.id)
            for each in kept[:8]
        )
        if len(kept) > 1
        else (),
        legend=legend,
        list_sentence=_list_sentence(found, first, len(shown)),
        remarks=_remarks(found),
        matches=tuple(_match(page, pair, legend) for pair in shown),
        keys=KEYS if page.open and shown else (),
        pages=_pages(page),
        unmatched_title=begun(f"{count(len(served), 'person', 'people')} without a match"),
        unmatched_text=_free_words(free),
        unmatched=tuple(_unmatched(page, each) for each in left),
        unmatched_more=Link(f"Show {len(served) - len(left)} more", page.at + look.query(all=1) + "#unmatched")
        if len(served) > len(left)
        else None,
        apart=tuple(_apart(page, *pair) for pair in found.apart),
    )


def figures(own: Figures, comparison: Comparison | None) -> tuple[Compared, ...]:
    """The figures of a result, each with its difference to the other where there is one."""
    old = comparison.before if comparison else None
    kept = {words: (held, of) for words, held, of in old.kept} if old else {}
    rows = [
        _figure("People matched", own.placed, f"of {own.all}", old.placed if old else None),
        _figure("Average fit", own.fit, "", old.fit if old else None),
        _figure("First wish met", own.first_wishes, f"of {own.placed}", old.first_wishes if old else None),
        *(_figure(words, held, f"of {of}", kept.get(words, (None, 0))[0]) for words, held, of in own.kept),
    ]
    if comparison:
        changed = sum(each.served for each in comparison.people)
        rows.append(Compared(label="People whose match differs", value=str(changed)))
    return tuple(rows)


def _figure(label: str, now: int, of: str, before: int | None) -> Compared:
    if before is None:
        return Compared(label=label, value=str(now), of=of)
    more = now - before
    words = f"+{more}" if more > 0 else f"\N{MINUS SIGN}{-more}" if more else "same"
    better = None if not more else more > 0
    return Compared(label=label, value=str(now), of=of, before=str(before), difference=words, better=better)


def base(visit: Visit) -> str:
    """Where matching is."""
    return visit.path("console", visit.programme.slug, "matching")


def pair_id(pair: Pair) -> str:
    """The same for the same people in every proposal."""
    return id_of(str(side.registration_id) for side in pair.members)


def id_of(members: Iterable[str]) -> str:
    """The id of the line of those who are matched with each other."""
    return "pair-" + "-".join(sorted(each[-8:] for each in members))


def left_id(pathway: str, person: str) -> str:
    """The id of the lines about somebody who has nobody."""
    return f"left-{pathway}-{person[-8:]}"


def names_of(pair: Pair) -> str:
    """For screen readers: with whom."""
    return " with ".join(side.name for side in pair.members) if len(pair.members) == 2 else pair.pathway_title


def _banner(visit: Visit, line: RoundLine) -> Banner | None:
    if line.state == "discarded":
        return Banner(kind="info", title="Put aside", text="This proposal can be read, and not worked on or published.")
    if line.state != "published" or line.published_at is None:
        return None
    at = when(line.published_at, visit.tenant.timezone, visit.language)
    return Banner(kind="done", title="Published", text=f"Everybody was told on {at}.")


def _sentence(visit: Visit, found: Proposal) -> str:
    line = found.line
    if line.state == "published":
        return f"Proposal {line.number} was published."
    made = when(line.created_at, visit.tenant.timezone, visit.language)
    came = f" {begun(found.came).rstrip('.')}." if found.came else ""
    private = "Private until you publish: no participant can see it and no message has left."
    return f"Proposal {line.number} of {made}.{came} {private}"


def _list_sentence(found: Proposal, first: int, shown: int) -> str:
    told = begun(f"{count(len(found.pairs), 'match', 'matches')}, weakest fit first")
    locked = sum(pair.locked for pair in found.pairs)
    marks = ", ".join(
        f"{number} {word}" for number, word in ((locked, "locked"), (len(found.apart), "kept apart")) if number
    )
    window = f" {first + 1} to {first + shown}." if shown < len(found.pairs) else ""
    return f"{told}.{f' {marks}.' if marks else ''}{window}"


def _remarks(found: Proposal) -> tuple[str, ...]:
    last = (f"Last change: {found.undoes}.",) if found.undoes and found.line.state == "proposed" else ()
    return (*last, *(f"Agreed for this proposal: {words}" for words in found.agreed))


def _against(page: Laid, kept: list[RoundLine]) -> Against | None:
    if page.other is None:
        return None
    beside = page.other
    return Against(
        action=page.at,
        options=tuple(
            Option(value=str(each.number), label=f"Proposal {each.number}", chosen=each.id == beside.id)
            for each in kept
            if each.id != page.found.line.id
        ),
        differences=Link("Show differences", f"{page.at}/compare?with={beside.number}"),
    )


def _match(page: Laid, pair: Pair, legend: tuple[str, ...]) -> MatchLine:
    full = sum(share.most for share in pair.shares) or 1
    by_words = {share.words: 100 * share.points / full for share in pair.shares}
    reasons = [Because("good" if each.mark == "good" else "weak", (each.words,)) for each in pair.reasons if each.words]
    was = page.fresh.get(frozenset(str(side.registration_id) for side in pair.members))
    if was is not None:
        told = f"New in this proposal. Was with {', '.join(was)}." if was else "New in this proposal."
        reasons.append(Because("new", (told,)))
    broken = f" Against: {'; '.join(pair.broken)}." if pair.broken else ""
    return MatchLine(
        id=pair_id(pair),
        title=pair.pathway_title if len(pair.members) > 2 else "",
        people=tuple(
            Person(name=each.name, line=f"{each.role_title}, {each.house}", leads=not each.served)
            for each in pair.members
        ),
        reasons=tuple(reasons),
        fit=pair.fit,
        shares=tuple(round(by_words.get(words, 0), 1) for words in legend),
        locked=pair.locked,
        apart=pair.forbidden,
        note=f"By hand: {pair.by_hand.rstrip('.')}.{broken}" if pair.by_hand else "",
        buttons=_buttons(page, pair) if page.open else (),
    )


def _buttons(page: Laid, pair: Pair) -> tuple[Button, ...]:
    about, hidden = names_of(pair), page.hidden(pair)
    person = pair.members[0].registration_id
    swap = f"{page.at}/swap?pathway={pair.pathway}&person={person}"
    return (
        Button(
            label="Locked" if pair.locked else "Lock",
            href=f"{page.at}/{'unlock' if pair.locked else 'lock'}",
            post=True,
            kind="small",
            icon="lock" if pair.locked else "",
            pressed=pair.locked,
            hidden=hidden,
            about=about,
            key="L",
        ),
        *(
            (
                Button(
                    label="Allow" if pair.forbidden else "Forbid",
                    href=f"{page.at}/{'allow' if pair.forbidden else 'forbid'}",
                    post=True,
                    kind="small",
                    hidden=hidden,
                    about=about,
                    key="" if pair.forbidden else "F",
                ),
            )
            if len(pair.members) == 2
            else ()
        ),
        Button(label="Swap", href=swap, kind="small", about=about, key="S"),
        *_merge(page, pair),
    )


def _merge(page: Laid, pair: Pair) -> tuple[Button, ...]:
    """Where there is another circle that this one could be put together with."""
    if len(pair.members) < 3 or sum(each.pathway == pair.pathway for each in page.found.pairs) < 2:
        return ()
    at = f"{page.at}/merge?pathway={pair.pathway}&person={pair.members[0].registration_id}"
    return (Button(label="Merge", href=at, kind="small", about=names_of(pair)),)


def _unmatched(page: Laid, each: Without) -> UnmatchedLine:
    hidden = (*page.always, ("pathway", each.pathway), ("person", str(each.registration_id)))
    words = each.words.removesuffix(each.change).strip() if each.change else each.words
    return UnmatchedLine(
        id=left_id(each.pathway, str(each.registration_id)),
        name=each.name,
        line=f"{each.role_title}, {each.house}. {each.pathway_title}",
        why=words,
        change=each.change,
        button=Button(label="Try it", href=f"{page.at}/try", post=True, kind="small", hidden=hidden, about=each.name)
        if page.open and each.change
        else None,
        candidates=Link(
            f"Match {each.name} by hand",
            f"{page.at}/swap?pathway={each.pathway}&person={each.registration_id}",
        )
        if page.open
        else None,
    )


def _apart(page: Laid, one: tuple[UUID, str], other: tuple[UUID, str]) -> KeptApart:
    names = f"{one[1]} and {other[1]}"
    hidden = (*page.always, ("member", str(one[0])), ("member", str(other[0])))
    allow = Button(label="Allow", href=f"{page.at}/allow", post=True, kind="small", hidden=hidden, about=names)
    return KeptApart(names=names, button=allow if page.open else None)


def _pages(page: Laid) -> tuple[Link, ...]:
    number = -(-len(page.found.pairs) // PAIRS_A_PAGE)
    if number < 2:
        return ()
    return tuple(
        Link(
            f"{at * PAIRS_A_PAGE - PAIRS_A_PAGE + 1} to {min(at * PAIRS_A_PAGE, len(page.found.pairs))}",
            page.at + page.look.query(page=at),
            current=at == page.look.page,
        )
        for at in range(1, number + 1)
    )


def _free_words(free: list[Without]) -> str:
    if not free:
        return ""
    names = ", ".join(each.name for each in free[:5])
    more = f" and {len(free) - 5} more" if len(free) > 5 else ""
    are = "is" if len(free) == 1 else "are"
    return f"{names}{more} {are} free."


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
