"""What must be true of every play, whatever was played: looked at in the rows, apart from the code that wrote them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from mentoring.events.model import EventAttendance, EventSession, Guest
from mentoring.gates.model import GatePass
from mentoring.mentorships.model import Member, Mentorship
from mentoring.messages.model import Message
from mentoring.participants.model import Decision, Registration, Standing
from mentoring.participants.record import Dossier, said_of
from mentoring.participants.whom import inside
from mentoring.programmes.model import Due
from mentoring.rounds.cohort import capacity_of
from mentoring.schemes.scheme import Scheme, say
from mentoring.simulation.play import Play
from mentoring.timeline.model import Occurrence

FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that must hold: in words, how many times it was looked at, and where it does not."""

    words: str
    looked_at: int
    broken: tuple[str, ...]


@dataclass(frozen=True)
class _Rows:
    """Everything that a play left, by what it is about."""

    scheme: Scheme
    registrations: Mapping[UUID, Registration]
    standings: Sequence[Standing]
    refusals: frozenset[UUID]
    passes: Mapping[UUID, Mapping[str, datetime]]
    mentorships: Mapping[UUID, Mentorship]
    members: Sequence[Member]
    messages: Sequence[Message]
    occurrences: Sequence[Occurrence]
    due: Sequence[Due]
    sessions: Sequence[EventSession]
    guests: Sequence[Guest]
    came: Sequence[EventAttendance]
    now: datetime
    title: str

    @property
    def joined(self) -> list[tuple[Mentorship, Member]]:
        return [(self.mentorships[m.mentorship_id], m) for m in self.members if m.joined_at is not None]

    def named(self, key: UUID) -> str:
        return self.registrations[key].name


def checked(play: Play) -> tuple[Checked, ...]:
    """All checks of a play that is over."""
    rows = _read(play)
    return tuple(
        _checked(words, list(check(rows)))
        for words, check in (
            ("nobody is in more mentorships at once than they have room for", _room),
            ("every mentorship has as many of each role as its pathway asks", _bounds),
            ("nobody is matched with themself", _selves),
            ("whoever is matched had passed every gate before that", _gates),
            ("nobody is refused whom no person refused", _refused),
            ("every message has an id of its own and one recipient, and its subject says nothing of the scheme", _post),
            ("nobody hears of the programme after they have left it, but that a date is off for them", _leavers),
            ("nobody has a place in a session beyond those there are, and nobody was there uninvited", _seats),
            ("everything that a milestone does is done once, and not before its moment", _once),
            ("every mentorship with an end has come to it", _ends),
            ("nothing that was due is left undone", _due),
        )
    )


Found = Iterator[tuple[bool, str]]
"""Whether it holds, and whom or what it is about, for each time it is looked at."""


def _checked(words: str, found: list[tuple[bool, str]]) -> Checked:
    return Checked(words, len(found), tuple(about for holds, about in found if not holds))


def _room(rows: _Rows) -> Found:
    spans: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for mentorship, member in rows.joined:
        begun = member.joined_at or FAR
        spans[member.registration_id].append((begun, member.left_at or mentorship.ended_at or FAR))
    for key, held in spans.items():
        most = capacity_of(rows.scheme, said_of(Dossier(rows.registrations[key])))
        at_once = max(sum(start <= moment < end for start, end in held) for moment, _ in held)
        yield at_once <= most, rows.named(key)


def _bounds(rows: _Rows) -> Found:
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for mentorship, member in rows.joined:
        counts[mentorship.id][member.role] += 1
    for key, count in counts.items():
        members = rows.scheme.pathways[rows.mentorships[key].pathway].members
        fits = all(bounds.least <= count[role] <= bounds.most for role, bounds in members.items())
        yield fits, ", ".join(f"{number} {role}" for role, number in sorted(count.items()))


def _selves(rows: _Rows) -> Found:
    together: dict[UUID, list[str]] = defaultdict(list)
    for mentorship, member in rows.joined:
        together[mentorship.id].append(rows.registrations[member.registration_id].email)
    for emails in together.values():
        yield len(emails) == len(set(emails)), ", ".join(emails)


def _gates(rows: _Rows) -> Found:
    for mentorship, member in rows.joined:
        for name, gate in rows.scheme.activities.gates.items():
            meant = inside(gate.who, role=member.role, pathways=(mentorship.pathway,), facts={})
            if gate.before in {"selection", "matching", "offer"} and meant:
                passed = rows.passes.get(member.registration_id, {}).get(name)
                yield passed is not None and passed <= (member.joined_at or FAR), f"{member.name}, {say(gate.title)}"


def _refused(rows: _Rows) -> Found:
    for each in rows.standings:
        if each.state == "refused":
            yield each.registration_id in rows.refusals, rows.named(each.registration_id)


def _post(rows: _Rows) -> Found:
    ids = Counter(each.message_id for each in rows.messages)
    secret = {rows.title, say(rows.scheme.card.title)}
    for each in rows.messages:
        alone = ids[each.message_id] == 1 and each.to_email.count("@") == 1 and "," not in each.to_email
        yield alone and not any(word in each.subject for word in secret), f"{each.occasion} to {each.to_email}"


def _leavers(rows: _Rows) -> Found:
    gone: dict[str, datetime] = {}
    staying = {each.email for each in rows.registrations.values() if each.state == "submitted"}
    for row in rows.registrations.values():
        if row.withdrawn_at is not None and row.email not in staying:
            gone[row.email] = row.withdrawn_at
    for each in rows.messages:
        if each.to_email in gone and each.created_at > gone[each.to_email]:
            yield each.occasion in {"registration_withdrawn", "event_cancelled"}, f"{each.occasion} to {each.to_email}"


def _seats(rows: _Rows) -> Found:
    for session in rows.sessions:
        most = session.places or rows.scheme.activities.events[session.event].places
        yield most is None or session.taken <= most, session.event
    invited = {(each.registration_id, each.event) for each in rows.guests}
    events = {each.id: each.event for each in rows.sessions}
    for each in rows.came:
        yield (each.registration_id, events[each.session_id]) in invited, rows.named(each.registration_id)


def _once(rows: _Rows) -> Found:
    names = Counter((o.milestone, o.key, o.subject, o.action, o.recipient, o.home_tenant_id) for o in rows.occurrences)
    for each in rows.occurrences:
        name = (each.milestone, each.key, each.subject, each.action, each.recipient, each.home_tenant_id)
        yield names[name] == 1 and each.taken_at >= each.at, f"{each.milestone} {each.key} {each.action}"


def _ends(rows: _Rows) -> Found:
    for each in rows.mentorships.values():
        if each.formed_at is not None and each.planned_end is not None:
            yield each.state != "running", f"planned for {each.planned_end}"


def _due(rows: _Rows) -> Found:
    for each in rows.due:
        yield each.at > rows.now, f"due since {each.at}"


def _read(play: Play) -> _Rows:
    season, key = play.season, play.programme_id
    with play.stage.at(season.host, season.slug) as (work, programme):
        read, host = work.session.scalars, work.tenant
        registrations = read(
            select(Registration).where(Registration.tenant_id == host, Registration.programme_id == key)
        )
        passes: dict[UUID, dict[str, datetime]] = defaultdict(dict)
        for one in read(select(GatePass).where(GatePass.tenant_id == host, GatePass.programme_id == key)):
            passes[one.registration_id][one.gate] = one.passed_at
        decisions = read(select(Decision).where(Decision.tenant_id == host, Decision.programme_id == key))
        mentorships = read(select(Mentorship).where(Mentorship.tenant_id == host, Mentorship.programme_id == key))
        messages = select(Message).where(Message.tenant_id == host, Message.programme_id == key)
        done = select(Occurrence).where(Occurrence.tenant_id == host, Occurrence.programme_id == key)
        return _Rows(
            scheme=season.scheme,
            registrations={row.id: row for row in registrations},
            standings=list(read(select(Standing).where(Standing.tenant_id == host, Standing.programme_id == key))),
            refusals=frozenset(each.registration_id for each in decisions if each.outcome == "not_eligible"),
            passes=passes,
            mentorships={row.id: row for row in mentorships},
            members=list(read(select(Member).where(Member.tenant_id == host, Member.programme_id == key))),
            messages=list(read(messages)),
            occurrences=list(read(done)),
            due=list(read(select(Due).where(Due.tenant_id == host, Due.programme_id == key))),
            sessions=list(read(select(EventSession).where(EventSession.tenant_id == host))),
            guests=list(read(select(Guest).where(Guest.tenant_id == host, Guest.programme_id == key))),
            came=list(read(select(EventAttendance).where(EventAttendance.tenant_id == host))),
            now=work.now,
            title=programme.title,
        )
