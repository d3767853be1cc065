"""The equality question in the demo: made-up people answer it, and the table of each phase that is over is issued."""

from contextlib import suppress
from random import Random  # noqa: TID251 - chance is seeded by the demo's own number
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import Conflict
from mentoring.participants.model import Registration
from mentoring.reports.made_up import say_something
from mentoring.reports.releases import issue, releases
from mentoring.simulation.stage import Stage
from mentoring.unit_of_work import Actor


def answer_question(stage: Stage, host: str, slug: str, share: float, chance: Random) -> None:
    """Of those who have registered, about `share` answer; in the scope of each one's own institution."""
    with stage.at(host, slug) as (_, programme):
        key, houses = programme.id, [each["slug"] for each in programme.institutions]
    for house in houses:
        with stage.work(house) as work:
            wanted = select(Registration.person_id).where(
                Registration.tenant_id == host,
                Registration.programme_id == key,
                Registration.home_tenant_id == house,
                Registration.state == "submitted",
                Registration.person_id.is_not(None),
            )
            people = sorted({each for each in work.session.scalars(wanted) if each is not None}, key=str)
        for person in people:
            if chance.random() < share:
                _say(stage, house, (host, key), person, chance)


def issue_tables(stage: Stage, host: str, slug: str, lead: UUID) -> None:
    """The host's coordinator issues whatever can be issued."""
    actor = Actor.person(lead, frozenset({"coordinator"}))
    with stage.at(host, slug, actor) as (work, programme):
        ready = [line.phase for line in releases(work, programme) if line.state == "ready"]
    for phase in ready:
        with suppress(Conflict), stage.at(host, slug, actor) as (work, programme):  # too few wait for a later phase
            issue(work, programme, phase, stage.database)


def _say(stage: Stage, house: str, programme: tuple[str, UUID], person: UUID, chance: Random) -> None:
    with stage.work(house, Actor.person(person)) as work:
        own = work.session.scalars(
            select(Registration)
            .where(
                Registration.tenant_id == programme[0],
                Registration.programme_id == programme[1],
                Registration.home_tenant_id == house,
                Registration.person_id == person,
                Registration.state == "submitted",
            )
            .order_by(Registration.created_at, Registration.id)
        ).first()
        if own is not None:
            say_something(work, own, chance)
