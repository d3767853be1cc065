"""People about whom the system holds something of every kind, each with a word of their own in all of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from mentoring.accounts.links import ask_for_link
from mentoring.accounts.model import Password, SignInSession, Subscription
from mentoring.meetings.model import Meeting
from mentoring.meetings.notes import write_note
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.goals import goals_of, mark_step, set_goal
from mentoring.mentorships.model import AgreementText, Decline, NextTime, Request, Signature
from mentoring.mentorships.queries import mine
from mentoring.messages.model import Message
from mentoring.monitoring.answers import say_ethnicity
from mentoring.participants.model import Decision, Invitation, LevelSet, Registration, Review
from mentoring.participants.register import own_registration
from mentoring.privacy.requests import ask
from mentoring.surveys.model import Answers, Asked
from mentoring.tasks.model import Task
from mentoring.unit_of_work import UnitOfWork
from year import Year, home_of, published, ready_pairs, rows

AMARA, CARA = "amara.quarto0@kcl.example", "amara.quarto1@kcl.example"
DINAH = "dinah.almanac0@ucl.example"


@dataclass(frozen=True)
class Told:
    """The year, and each one's mentorship, registration and word."""

    year: Year
    mentorships: dict[str, UUID]
    registrations: dict[str, UUID]
    words: dict[str, str]


def told_everything(year: Year, hers: str = "quoinword") -> Told:
    """Two mentees of King's with mentors of UCL; what is said of the mentees has their words in it, `hers` Amara's."""
    ready_pairs(year, 2)
    published(year)
    year.now += timedelta(days=20)
    words = {AMARA: hers, CARA: "frisketword"}
    mentorships, registrations = {}, {}
    for email, word in words.items():
        with year.as_(email) as (work, _):
            mentorships[email] = mine(work)[0].mentorship_id
        with year.works.work("ucl") as work:
            registrations[email] = next(each.id for each in rows(work, Registration) if each.email == email)
        _say(year, email, word, mentorships[email], registrations[email])
        _be_told(year, email, word, mentorships[email], registrations[email])
    told = Told(year, mentorships, registrations, words)
    with year.as_(DINAH) as (work, _):
        match = mine(work)[0].mentorship_id
        write_note(work, match, host="ucl", text="dinahsword about the rota")
        (goal,) = goals_of(work, match, host="ucl")
        mark_step(work, match, goal.id, goal.steps[0].id, host="ucl", done=True)
    return told


def _say(year: Year, email: str, word: str, mentorship: UUID, registration: UUID) -> None:
    """What they write themselves, in their own scope."""
    with year.as_(email) as (work, programme):
        own = own_registration(work, programme, registration)
        own.answers = {**own.answers, "goals": f"To print {word}"}
        say_ethnicity(work, own, {"ethnicity": "998"})
        write_note(work, mentorship, host="ucl", text=f"{word} in a note")
        set_goal(work, mentorship, host="ucl", words=f"To know {word}", step=f"Ask about {word}")
        met = log_meeting(
            work, mentorship, host="ucl", starts_at=work.now - timedelta(days=2), minutes=60, zone="Europe/London"
        )
        work.session.get_one(Meeting, ("ucl", met)).place = f"Room {word}"
        ask(work, "correction", f"My name is {word}")
        person = work.actor.person_id or UUID(int=0)
        theirs: dict[str, Any] = {"tenant_id": work.tenant, "person_id": person}
        work.add(Password(**theirs, hash=word, set_at=work.now))
        work.add(Subscription(**theirs, secret_hash=word.encode(), made_at=work.now))
        work.add(
            SignInSession(
                **theirs, id=work.new_id(), token_hash=word.encode(), csrf_secret=b"secret", device=f"Firefox {word}",
                created_at=work.now, seen_at=work.now, expires_at=work.now,
            )
        )  # fmt: skip
        about = _about(year, "kcl", mentorship, registration)
        asked = _asked(year, registration)
        work.add(
            Answers(
                **about, asked_id=asked, person_id=person, survey="fit", reach="coordinators",
                answers={"words": word}, saved_at=work.now, answered_at=work.now,
            )
        )  # fmt: skip
        work.add(Decline(**about, reason=word, at=work.now))
        one = {key: value for key, value in about.items() if key != "mentorship_id"}
        work.add(
            Request(
                **one, id=work.new_id(), pathway="main", asked=registration, asked_name=f"Somebody {word}", words=word,
                at=work.now,
            )
        )  # fmt: skip
        work.add(
            AgreementText(
                tenant_id="ucl", programme_id=year.programme_id, mentorship_id=mentorship, agreement="together",
                version=1, title={"en": "Together"}, text={"en": "We agree"}, answers={"how": word},
                written_by_tenant="kcl", written_by=registration, written_at=work.now,
            )
        )  # fmt: skip
    with year.works.work("kcl", now=year.now) as work:
        ask_for_link(work, email=email, next_path=None)


def _asked(year: Year, registration: UUID) -> UUID:
    """The host asks a survey."""
    with year.works.work("ucl", now=year.now) as work:
        key = work.new_id()
        work.add(
            Asked(
                tenant_id="ucl", id=key, programme_id=year.programme_id, registration_id=registration,
                home_tenant_id="kcl", survey="fit", occasion=f"once-{key}", asked_at=work.now, closes_at=work.now,
            )
        )  # fmt: skip
        return key


def _be_told(year: Year, email: str, word: str, mentorship: UUID, registration: UUID) -> None:
    """What the host's and their own coordinators write about them, and letters to them and to others."""
    about = _about(year, home_of(email), mentorship, registration)
    one = {key: value for key, value in about.items() if key != "mentorship_id"}
    with year.works.work("ucl", now=year.now) as work:
        by: dict[str, Any] = {"id": work.new_id()}
        maya = year.person("coordinator@ucl.example", "Maya Archive").id
        work.add(
            Decision(
                **one, **by, pathway="main", outcome="eligible", reason=f"Asked {word}", decided_by_tenant="ucl",
                decided_by=maya, decided_at=work.now,
            )
        )  # fmt: skip
        work.add(
            Review(
                **one, **by, stage="panel", result="forward", answers={"why": word}, reason=word,
                reviewed_by_tenant="ucl", reviewed_by=maya, reviewed_at=work.now,
            )
        )  # fmt: skip
        work.add(LevelSet(**one, **by, level=4, reason=word, set_by_tenant="ucl", set_by=maya, set_at=work.now))
        work.add(NextTime(**one, number=0, offer=["stay"], silent="leave", asked_at=work.now, answer="stay"))
        work.add(Signature(**about, agreement="together", asked_at=work.now, version=1, signed_at=work.now))
        work.add(
            Invitation(
                tenant_id="ucl", id=work.new_id(), programme_id=year.programme_id, home_tenant_id="kcl", role="mentee",
                email=email, name=f"Amara {word}", invited_by_tenant="ucl", invited_by=maya, invited_at=work.now,
            )
        )  # fmt: skip
        name = work.session.get_one(Registration, ("ucl", registration)).name
        work.add(
            Task(
                tenant_id="ucl", id=work.new_id(), programme_id=year.programme_id, home_tenant_id="kcl",
                words=f"Write to {name} about {word}", dedupe_key=f"about-{word}", set_at=work.now,
                about="registration", about_id=str(registration),
            )
        )  # fmt: skip
        _letter(work, year, email, f"Dear {name}, {word}")
        _letter(work, year, "dinah.almanac1@ucl.example", f"{name} has asked for you: {word}")


def _letter(work: UnitOfWork, year: Year, to: str, body: str) -> None:
    key = work.new_id()
    work.add(
        Message(
            tenant_id="ucl", id=key, programme_id=year.programme_id, home_tenant_id=home_of(to),
            person_id=year.person(to).id, to_email=to, occasion="result", subject="News", body=body,
            message_id=f"<{key}>", dedupe_key=str(key), state="sent", created_at=work.now,
        )
    )  # fmt: skip


def _about(year: Year, home: str, mentorship: UUID, registration: UUID) -> dict[str, Any]:
    return {
        "tenant_id": "ucl",
        "programme_id": year.programme_id,
        "mentorship_id": mentorship,
        "registration_id": registration,
        "home_tenant_id": home,
    }
