"""A programme's public page: what it is, for whom, when, and how to take part; written by the scheme's documents."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from mentoring.contracts.placeholders import fill
from mentoring.participants.register import registration_for
from mentoring.participants.setting import window_of
from mentoring.participants.window import Window
from mentoring.programmes.dates import Moments
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.schemes.scheme import Event, Scheme, Text, say
from mentoring.tenants.directory import institutions
from mentoring.tenants.file import TenantFile
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.frames import public_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.public.entrance import shown
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.public import Fact, ProgrammePage, RoleLines, Section, YearStep
from mentoring.web.words import day, one_of, short_day


@get("/{tenant:str}/{programme:str}/", opt=permits("programme.see"), sync_to_thread=True)
def programme_page(visit: NamedDependency[Visit]) -> Response[str]:
    """The page for everyone."""
    programme = shown(visit)
    with visit.work() as work:
        view = _Told(visit, work, programme).page()
    return visit.page(view, public_frame(visit))


class _Told:
    """One programme told to one reader."""

    def __init__(self, visit: Visit, work: UnitOfWork, programme: Programme) -> None:
        self.visit, self.programme = visit, programme
        self.scheme: Scheme = scheme_of(programme)
        self.moments: Moments = dates_of(work, programme)
        self.houses = institutions(work.session)
        self.host: TenantFile = self.houses[programme.tenant_id]
        self.windows: dict[str, Window] = {
            role: window_of(work, programme, role)
            for role, entry in self.scheme.roles.items()
            if entry.entry == "open" and role in self.scheme.registration
        }
        self.begun = {
            role: registration_for(work, programme, role) is not None for role in self.windows if visit.signed
        }
        self.places = {
            "programme.title": programme.title,
            "institution.name": visit.tenant.name,
            "institution.contact": visit.tenant.contacts.mentoring.email,
            "host.contact": self.host.contacts.mentoring.email,
            **{f"date.{name}": self.day(moment.times[0]) for name, moment in self.moments.items()},
        }

    def page(self) -> ProgrammePage:
        """The whole page."""
        public = self.scheme.public_page
        until, until_date = self.until()
        return ProgrammePage(
            title=self.programme.title,
            by_line=self.by_line(),
            lead=self.say(self.scheme.card.summary),
            until=until,
            until_date=until_date,
            buttons=self.buttons(),
            year=self.year(),
            meetings=max((m.meetings.least or 6) for m in self.scheme.mentorships.values()),
            for_me=tuple(
                RoleLines(title=self.role(role), leads=role not in self.scheme.served_roles, lines=lines)
                for role in self.windows
                if (lines := self.required_of(role))
            ),
            for_me_note=(
                "If you are not sure, register all the same: a person looks at every doubtful case, and nobody is "
                "turned down by a machine."
            ),
            sections=self.sections(),
            gains=tuple(
                RoleLines(title=self.plural(role), leads=role not in self.scheme.served_roles, lines=self.all(lines))
                for role, lines in public.benefits.items()
            ),
            questions=tuple((self.say(each.q), self.say(each.a)) for each in public.faq),
            ready_text="You can stop at any point and come back; what you typed is kept." if self.buttons() else "",
            facts=self.facts(),
        )

    def say(self, text: Text | str | None) -> str:
        return fill(say(text, self.visit.language), self.places)

    def all(self, texts: tuple[Text, ...]) -> tuple[str, ...]:
        return tuple(self.say(text) for text in texts)

    def day(self, moment: Any) -> str:
        return day(moment, self.host.timezone, self.visit.language)

    def role(self, role: str) -> str:
        return f"As {one_of(self.say(self.scheme.roles[role].title).lower())}"

    def plural(self, role: str) -> str:
        return self.say(self.scheme.roles[role].plural)

    def by_line(self) -> str:
        partners = len(self.programme.institutions)
        return f"{partners} institutions, one mentoring scheme" if partners > 1 else self.host.name

    def until(self) -> tuple[str, str]:
        open_now = [each for each in self.windows.values() if each.is_open]
        if not open_now:
            waiting = [each for each in self.windows.values() if each.state == "not_yet" and each.opens]
            return (
                (f"Registration opens on {self.day(waiting[0].opens)}", "")
                if waiting
                else (
                    "Registration is closed.",
                    "",
                )
            )
        last = next((each.last for each in open_now if each.last), None)
        places = next((p for p in self.scheme.card.places if p.per == "programme"), None)
        told = f"{places.at_most} places." if places else ""
        return (
            ("Registration is open until", f"{self.day(last.times[-1])}. {told}".strip())
            if last
            else (
                "Registration is open.",
                told,
            )
        )

    def buttons(self) -> tuple[Button, ...]:
        made: list[Button] = []
        for role, window in self.windows.items():
            title = self.say(self.scheme.roles[role].title).lower()
            at = self.visit.in_programme("register", role)
            kind = "" if made else "primary"
            if self.begun.get(role):
                made.append(Button(label=f"Go on as {one_of(title)}", href=at, kind=kind))  # type: ignore[arg-type] # one of the kinds
            elif window.is_open:
                made.append(Button(label=f"Register as {one_of(title)}", href=at, kind=kind))  # type: ignore[arg-type] # one of the kinds
        if self.visit.signed and any(self.begun.values()):
            made.append(Button(label="See where I stand", href=self.visit.in_programme("mine")))
        return tuple(made)

    def year(self) -> tuple[YearStep, ...]:
        """Registration, what comes before matching, the match, the meetings, what comes last."""
        steps: list[YearStep] = []
        rounds = {way["round"] for m in self.scheme.matching.values() for way in m.ways if "round" in way}
        meets = min((self.moments[name].at for name in rounds if name in self.moments), default=None)
        closes = next((w.last for w in self.windows.values() if w.last), None)
        if closes:
            steps.append(YearStep(f"until {self.short(closes.times[-1])}", "Register", "apart"))
        events = [(n, e) for n, e in self.scheme.activities.events.items() if n in self.moments]
        before = [(n, e) for n, e in events if meets and self.moments[n].at < meets]
        steps += [YearStep(self.short(self.moments[n].times[0]), self.say(e.title), "apart") for n, e in before[:2]]
        if meets:
            name = next(iter(rounds))
            steps.append(YearStep(self.short(meets), self.say(self.scheme.timeline[name].title), "meet"))
        rhythm = next(iter(self.scheme.mentorships.values())).meetings
        wanted = f"{rhythm.least} meetings or more" if rhythm.least else "Meetings"
        steps.append(YearStep(f"every {rhythm.every}" if rhythm.every else "", wanted, "together"))
        after = [(n, e) for n, e in events if meets and self.moments[n].at >= meets]
        steps += [YearStep(self.short(self.moments[n].times[0]), self.say(e.title), "part") for n, e in after[-1:]]
        return tuple(steps)

    def short(self, moment: Any) -> str:
        return short_day(moment, self.host.timezone, self.visit.language)

    def required_of(self, role: str) -> tuple[str, ...]:
        rules = self.scheme.eligibility.rules.get(role, ())
        return tuple(self.say(rule.reason) for rule in rules if rule.kind == "required")

    def sections(self) -> tuple[Section, ...]:
        public = self.scheme.public_page
        made = [Section("What it involves", self.paragraphs(public.about))] if public.about else []
        made += [
            Section(
                f"What is expected of {one_of(self.say(self.scheme.roles[role].title).lower())}", (), self.all(lines)
            )
            for role, lines in public.expectations.items()
        ]
        return tuple(made)

    def paragraphs(self, text: Text) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.say(text).split("\n\n") if part.strip())

    def facts(self) -> tuple[Fact, ...]:
        made = [self.event(n, e) for n, e in self.scheme.activities.events.items() if n in self.moments]
        dated = [
            Fact(self.say(milestone.title), (self.day(self.moments[name].times[-1]),))
            for name, milestone in self.scheme.timeline.items()
            if milestone.public and name in self.moments
        ]
        names = [self.houses[each["slug"]].name for each in self.programme.institutions if each["slug"] in self.houses]
        if len(names) > 1:
            names[0] += " (host)"
        contact = self.visit.tenant.contacts.mentoring.email
        together = len(names) > 1
        return (
            *dated,
            *made,
            Fact("Institutions" if together else "Institution", tuple(names) + tuple(self.programme.listed)),
            Fact("Ask us", (), Link(contact, f"mailto:{contact}")),
            Fact(
                "Your data",
                ("The institutions look after it together.",) if together else (),
                Link("Who looks after it", self.visit.path("data-protection")),
            ),
        )

    def event(self, name: str, event: Event) -> Fact:
        zone = self.moments[name].times[0].tzinfo
        lines = tuple(
            f"{self.day(at)}, {at.astimezone(zone):%H:%M}, {event.minutes} minutes" for at in self.moments[name].times
        )
        return Fact(self.say(event.title), lines)
