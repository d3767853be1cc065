"""A consortium for proofs: institutions whose people's words are canaries, each with a list of who may read it.

Every institution hosts a programme of its own; all but LSE also take part in UCL's. A canary is one word that stands
in nobody else's fields: where it is read, it is known whose it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from msgspec import structs

from makers import Works
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.accounts.model import SignInSession
from mentoring.events.model import EventSession
from mentoring.gates.service import record_passes
from mentoring.meetings.arrange import Plan, arrange_meeting
from mentoring.meetings.notes import write_note
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.agreements import sign
from mentoring.mentorships.answer import answer
from mentoring.mentorships.goals import set_goal
from mentoring.mentorships.model import Member
from mentoring.messages.model import Message
from mentoring.participants.decide import decide
from mentoring.participants.model import Registration
from mentoring.participants.register import own_registrations, save_answers, start, withdraw
from mentoring.privacy.requests import ask
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import read_programme
from mentoring.programmes.model import Programme
from mentoring.rounds.model import Round
from mentoring.rounds.run import run_round
from mentoring.schemes.ask import Code, SchemeFault
from mentoring.schemes.faults import record_fault
from mentoring.surveys.answer import own_asked, save, send
from mentoring.surveys.model import Asked
from mentoring.tasks.model import Task
from year import (
    B_MENTOR,
    LSE,
    LSE_MATCHING,
    LSE_OPEN,
    MATCHING,
    OPEN,
    SECRET,
    Year,
    b_mentor_year,
    home_of,
    published,
    rows,
)

HOST = "ucl"
ROLES = ("coordinator", "analyst", "operator")
WORD = re.compile(r"canary[a-z]+")
ASKS = {"matching": {"all": {"offers": {"ask": ["mentee", "mentor"]}}}}
"""Both are asked before a mentorship begins: so that there are offers to answer."""
TOPICS = {"kcl": "networks", "qmul": "change", "ual": "influence", "sgul": "budgets"}
"""What the pair of each partner talks about: only they find each other."""


@dataclass(frozen=True)
class Somebody:
    """One person and their registration. The word `shared` stands where those they meet read, `private` elsewhere."""

    email: str
    programme: str
    shared: str
    private: str
    is_draft: bool = False

    @property
    def home(self) -> str:
        return home_of(self.email)


@dataclass
class Consortium:
    """What `filled` made. `met` is by address: whom somebody is matched with; `tokens` are of unspent sign-in links,
    `notes`, `goals` and `meetings` by their canary with those who may read them.
    """

    year: Year
    slugs: tuple[str, ...]
    people: dict[str, Somebody] = field(default_factory=dict)
    registrations: dict[str, UUID] = field(default_factory=dict)
    met: dict[str, set[str]] = field(default_factory=dict)
    mentorships: dict[str, UUID] = field(default_factory=dict)
    rounds: dict[str, list[UUID]] = field(default_factory=dict)
    gatherings: dict[str, list[UUID]] = field(default_factory=dict)
    sessions: dict[str, list[UUID]] = field(default_factory=dict)
    tasks: dict[str, list[tuple[str, UUID]]] = field(default_factory=dict)
    messages: dict[str, list[tuple[str, UUID]]] = field(default_factory=dict)
    questions: dict[str, list[UUID]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    holders: dict[str, UUID] = field(default_factory=dict)
    wishes: dict[str, UUID] = field(default_factory=dict)
    notes: dict[str, tuple[UUID, set[str]]] = field(default_factory=dict)
    goals: dict[str, tuple[UUID, set[str]]] = field(default_factory=dict)
    meetings: dict[str, tuple[UUID, set[str]]] = field(default_factory=dict)

    @property
    def main(self) -> str:
        """The programme that UCL hosts for all."""
        return self.year.slug

    def alone(self, slug: str) -> str:
        """The programme that an institution runs on its own."""
        return "lse-2025" if slug == "lse" else f"{slug}-alone"

    def matched(self, slug: str) -> list[Somebody]:
        """An institution's people who are in a mentorship of the main programme."""
        return [each for email, each in self.people.items() if each.home == slug and self.met.get(email)]

    def is_read_by(self, word: str, actor: "Actor") -> bool:
        """Whether somebody may read a canary, from the design's words: see DESIGN 2 and 4."""
        if word in self.notes:
            return actor.email in self.notes[word][1]
        whose = next(each for each in self.people.values() if word in {each.shared, each.private})
        if actor.email == whose.email:
            return True
        coordinates = {actor.home} if actor.role == "coordinator" else set[str]()
        if whose.is_draft:  # not yet sent: at home its name stands in the trail, and nothing of it anywhere
            return word == whose.shared and whose.home in coordinates
        if whose.home in coordinates or (HOST in coordinates and whose.programme == self.main):
            return True
        meets = self.met.get(whose.email, set())
        return word == whose.shared and (actor.email in meets or bool(coordinates & {home_of(e) for e in meets}))


@dataclass(frozen=True)
class Actor:
    """Who asks: somebody of `home`, with a granted `role` or none. A visitor has no address."""

    home: str
    role: str
    email: str


def actors(town: Consortium) -> list[Actor]:
    """At every institution: a visitor, somebody unmatched, somebody matched, and the three roles that are granted."""
    found = []
    for slug in town.slugs:
        found.append(Actor(slug, "visitor", ""))
        found.append(Actor(slug, "participant", f"amara.canary{slug}alone@{slug}.example"))
        found += [Actor(slug, "member", each.email) for each in town.matched(slug)[:1]]
        found += [Actor(slug, role, f"{role}@{slug}.example") for role in ROLES]
    return found


def filled(works: Works, slugs: tuple[str, ...]) -> Consortium:
    """The main programme half way, every institution's own with a proposal; `works` asks before mentorships begin."""
    year = b_mentor_year(works)
    town = Consortium(year, slugs)
    partners = [slug for slug in slugs if slug in TOPICS]
    for slug in slugs:
        _with_roles(town, slug)
    for slug in (HOST, *partners):
        _registered(town, "amara", slug, "alone", "mentee", wants=["belonging"])
        _registered(town, "hana", slug, "unsure", "mentee", grade="")
        _registered(town, "olga", slug, "untrained", "mentee")
        _registered(town, "jon", slug, "gone", "mentee")
        with year.as_(f"jon.canary{slug}gone@{slug}.example") as (work, programme):
            withdraw(work, programme, own_registrations(work, programme)[0], reason=f"canary{slug}goneprivate")
        with year.coordinating(slug) as (work, programme):
            unsure = town.registrations[f"hana.canary{slug}unsure@{slug}.example"]
            decide(work, programme, unsure, outcome="not_eligible", reason=f"canary{slug}unsureprivate")
        _drafted(town, slug)
    _matched(town, partners)
    for slug in slugs:
        _alone(town, slug)
    for slug in slugs:
        _in_quarantine(town, slug)
        _asked_for(town, slug)
    _noted(town)
    return town


def _with_roles(town: Consortium, slug: str) -> None:
    for role in ROLES:
        someone = town.year.person(f"{role}@{slug}.example", f"{role.title()} Archive")
        with town.year.works.work(slug) as work:
            if grant(work, person=someone, role=role):  # type: ignore[arg-type] # one of ROLES
                install_factor(work, someone, SECRET)
        town.holders.setdefault(slug, someone.id)


def _asked_for(town: Consortium, slug: str) -> None:
    """Somebody asks that something about them be corrected: between them and their own coordinators."""
    with town.year.as_(f"amara.canary{slug}alone@{slug}.example") as (work, _):
        town.wishes[slug] = ask(work, "correction", f"My unit is canary{slug}aloneprivate")


def _in_quarantine(town: Consortium, slug: str) -> None:
    with town.year.works.work(slug) as work:
        for _ in range(3):
            fault = SchemeFault(
                Code("b-mentor", "1.0", "nowhere", ("score",)), "score", "answer", "the block holds NaN"
            )
            record_fault(work.session, fault, at=work.now, new_id=work.new_id)


def _words(who: Somebody, role: str) -> dict[str, Any]:
    """Answers with a canary in every field that takes words."""
    told = {"mentee": ("goals", "tried"), "mentor": ("experience", "learned")}[role]
    return {
        **dict.fromkeys(("job_title", "unit", *told), f"Something {who.shared}"),
        **({"mentored_before": True} if role == "mentor" else {}),
        "line_manager": f"manager.{who.private}@{who.home}.example",
        "avoid": [f"nobody.{who.private}@{who.home}.example"],
    }


def _somebody(
    town: Consortium, first: str, slug: str, what: str, programme: str, *, is_draft: bool = False
) -> Somebody:
    word = f"canary{slug}{what}"
    who = Somebody(f"{first}.{word}@{slug}.example", programme, word, f"{word}private", is_draft)
    town.people[who.email] = who
    return who


def _registered(town: Consortium, first: str, slug: str, what: str, role: str, **changes: Any) -> UUID:
    who = _somebody(town, first, slug, what, town.main)
    key = town.year.register(who.email, role, **{**_words(who, role), **changes})
    town.registrations[who.email] = key
    return key


def _drafted(town: Consortium, slug: str) -> None:
    who = _somebody(town, "lena", slug, "draft", town.main, is_draft=True)
    with town.year.as_(who.email) as (work, programme):
        one = start(work, programme, role="mentee")
        save_answers(work, programme, one, answers=_words(who, "mentee"), declared={"identifies": True})
        town.registrations[who.email] = one.id


def _matched(town: Consortium, partners: list[str]) -> None:
    """A pair for each partner: the first runs, the others are asked. Then a proposal with those who are left."""
    year = town.year
    ready: dict[str, list[UUID]] = {"mentee": [], "mentor": []}
    later: dict[str, list[UUID]] = {"mentee": [], "mentor": []}
    for slug in partners:
        ready["mentee"].append(_registered(town, "cato", slug, "mate", "mentee", wants=[TOPICS[slug]]))
        ready["mentor"].append(_registered(town, "dinah", HOST, f"with{slug}", "mentor", offers=[TOPICS[slug]]))
    for slug in (HOST, *partners):
        later["mentee"].append(town.registrations[f"amara.canary{slug}alone@{slug}.example"])
        later["mentor"].append(_registered(town, "basil", slug, "spare", "mentor", offers=["belonging"]))
    later["mentee"].append(_registered(town, "iris", HOST, "left", "mentee", wants=["belonging"]))
    year.now = MATCHING
    _trained(year, ready)
    published(year)
    _noted(town)
    for slug in partners[:1]:
        for email in (f"cato.canary{slug}mate@{slug}.example", f"dinah.canary{HOST}with{slug}@{HOST}.example"):
            with year.as_(email) as (work, _):
                answer(work, town.mentorships[email], host=HOST, accept=True)
        with year.as_(f"cato.canary{slug}mate@{slug}.example") as (work, _):
            key = town.mentorships[f"cato.canary{slug}mate@{slug}.example"]
            log_meeting(work, key, host=HOST, starts_at=year.now, minutes=60, zone="Europe/London")
            word, email = f"canary{slug}secret", f"cato.canary{slug}mate@{slug}.example"
            note = write_note(work, key, host=HOST, text=f"Between us: {word}")
            town.notes[word] = note.id, {email, *town.met[email]}
            goal = set_goal(work, key, host=HOST, words=f"Together: {word}", step=f"Ask about {word}")
            town.goals[word] = goal, {email, *town.met[email]}
            ahead = Plan(starts_at=year.now + timedelta(days=9), minutes=60, zone="Europe/London", place=word)
            town.meetings[word] = arrange_meeting(work, key, host=HOST, plan=ahead).id, {email, *town.met[email]}
        _noted(town)
        _asked_and_answered(town, f"cato.canary{slug}mate@{slug}.example")
    _trained(year, later)
    with year.coordinating(HOST) as (work, programme):
        run_round(work, programme)


def _asked_and_answered(town: Consortium, email: str) -> None:
    """A mentee signs what the two agree on, and says how it is going: read by the coordinators of both houses."""
    who, pair = town.people[email], town.mentorships[email]
    with town.year.as_(email) as (work, programme):
        words = {"rhythm": "six_weeks", "place": f"Online {who.shared}"}
        sign(work, programme, pair, "working_together", answers=words, version=0)
        one = own_asked(work, programme, town.questions[email][0])
        save(work, programme, one, {"going": "well", "more": f"Between me and you: {who.private}"})
        send(work, programme, one)


def _trained(year: Year, ready: Mapping[str, list[UUID]]) -> None:
    with year.coordinating(year.host) as (work, programme):
        for role, keys in ready.items():
            record_passes(work, programme, keys, gate=f"trained_{role}")


def _alone(town: Consortium, slug: str) -> None:
    """A programme without partners, with a proposal in it."""
    file = read_programme(LSE if slug == "lse" else B_MENTOR)
    here, now = (file.slug, LSE_OPEN) if slug == "lse" else (town.alone(slug), OPEN)
    file = structs.replace(file, slug=here, title=f"Alone at {slug}", host=slug, partners=())
    with town.year.works.work(slug, now=now) as work:
        apply_programme(work, file)
    own = Year(town.year.works, here, slug, now, people=town.year.people)
    keys: dict[str, list[UUID]] = {"mentee": [], "mentor": []}
    pairs: tuple[tuple[str, str, str], ...] = (("mona", "solo", "mentee"), ("nils", "solomentor", "mentor"))
    if slug == "lse":
        pairs = (("amara", "alone", "mentee"), *pairs)
    for first, what, role in pairs:
        who = _somebody(town, first, slug, what, here)
        words = {n: v for n, v in _words(who, role).items() if slug != "lse" or n not in {"learned", "tried"}}
        words = {n: v for n, v in words.items() if slug != "lse" or n != "mentored_before"}
        keys[role].append(own.register(who.email, role, **words))
        town.registrations[who.email] = keys[role][-1]
    own.now = LSE_MATCHING if slug == "lse" else MATCHING
    if slug != "lse":
        _trained(own, keys)
    with own.coordinating(slug) as (work, programme):
        run_round(work, programme)


def _noted(town: Consortium) -> None:
    """Who met whom, and the ids of what was made."""
    emails = {key: email for email, key in town.registrations.items()}
    for slug in town.slugs:
        with town.year.works.work(slug) as work:
            town.rounds[slug] = [each.id for each in sorted(rows(work, Round), key=lambda each: each.created_at)]
            slugs = {each.id: each.slug for each in rows(work, Programme) if each.tenant_id == slug}
            for session in rows(work, EventSession):
                if session.tenant_id == slug and session.event == "celebration":
                    town.gatherings[slugs[session.programme_id]] = [session.id]
            town.sessions[slug] = [each.id for each in rows(work, SignInSession)]
            of_programmes = [each for each in rows(work, Message) if each.programme_id and each.home_tenant_id == slug]
            town.messages[slug] = [(each.tenant_id, each.id) for each in of_programmes]
            for asked in sorted(rows(work, Asked), key=lambda each: (each.survey != "fit", each.id)):
                if asked.home_tenant_id == slug and asked.registration_id in emails:
                    known = town.questions.setdefault(emails[asked.registration_id], [])
                    known += [asked.id] if asked.id not in known else []
            tasks = [each for each in rows(work, Task) if each.home_tenant_id == slug]
            town.tasks[slug] = [(each.tenant_id, each.id) for each in tasks]
            for each in rows(work, Registration):
                town.registrations.setdefault(each.email, each.id)
    with town.year.works.work(HOST) as work:
        members = rows(work, Member)
    for one in members:
        town.mentorships[emails[one.registration_id]] = one.mentorship_id
        town.met[emails[one.registration_id]] = {
            emails[each.registration_id] for each in members if each.mentorship_id == one.mentorship_id
        } - {emails[one.registration_id]}
