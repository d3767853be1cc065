"""Every mentorship of a programme with everybody who is or was in it: read once, for all that settling does with it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.kept import entities
from mentoring.mentorships.model import Member, Mentorship
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

_MENTORSHIPS = (
    select(Mentorship)
    .where(Mentorship.tenant_id == bindparam("host"), Mentorship.programme_id == bindparam("programme"))
    .order_by(Mentorship.created_at, Mentorship.id)
)
_MEMBERS = (
    select(Member)
    .where(Member.tenant_id == bindparam("host"), Member.programme_id == bindparam("programme"))
    .order_by(Member.name, Member.registration_id)
)


@dataclass(frozen=True, slots=True)
class Seats:
    """The rows of one unit of work: what it changes of them is seen here. Whatever it adds is not: read again then.

    `mentorships` stand in the order in which they were made, the members of each by name.
    """

    mentorships: Sequence[Mentorship]
    members: Mapping[UUID, Sequence[Member]]

    def offered(self) -> frozenset[UUID]:
        """Those that a round or a coordinator has offered and that are open now; what people ask is theirs."""
        return frozenset(each.id for each in self.mentorships if each.state == "offered" and each.asked_by is None)

    def open_questions(self) -> Iterator[tuple[Mentorship, Member]]:
        """Everybody who is, or will be, asked whether they agree and has not answered."""
        for mentorship in self.mentorships:
            for member in self.members.get(mentorship.id, ()):
                if member.answer == "pending" and member.left_at is None:
                    yield mentorship, member

    def next_answer_by(self) -> datetime | None:
        """When the next open question to a member lapses."""
        return min((each.answer_by for _, each in self.open_questions() if each.answer_by is not None), default=None)


def seats_of(work: UnitOfWork, programme: Programme) -> Seats:
    """All of them, as far as this institution sees them; one query while there is none, else two."""
    here = {"host": programme.tenant_id, "programme": programme.id}
    mentorships = entities(work.session, Mentorship, _MENTORSHIPS, here)
    members: dict[UUID, list[Member]] = defaultdict(list)
    if mentorships:
        for member in entities(work.session, Member, _MEMBERS, here):
            members[member.mentorship_id].append(member)
    return Seats(mentorships, members)
