"""Who stands in the proofs' world of tables, and what the host decides and members do there."""

import os
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from mentoring.db.sealed import Ciphertext
from mentoring.events.model import Guest
from mentoring.meetings.model import Attendance, Meeting, MeetingGuest, Note
from mentoring.mentorships.model import (
    AgreementText,
    Decline,
    Exit,
    GoalEntry,
    Member,
    Mentorship,
    NextTime,
    Signature,
)
from mentoring.messages.model import Message, Post
from mentoring.participants.model import Standing
from mentoring.reports.model import Counted, Release
from mentoring.rounds.model import Round
from mentoring.schemes.model import PluginFault, Quarantine
from mentoring.surveys.model import Answers, Asked, UnsignedAnswers
from mentoring.tasks.model import Task
from mentoring.unit_of_work import UnitOfWork

NOW = datetime(2020, 12, 1, 9, tzinfo=UTC)
MORE = tuple(f"house-{number}" for number in range(max(0, int(os.environ.get("MENTORING_PAIRS", "2")) - 2)))
"""Further institutions, each with the next one as its partner: a campaign asks for more pairs."""
SLUGS = ("ucl", "kcl", "lse", *MORE)
HOSTS = {"ucl": "kcl", "kcl": "ucl", "lse": "lse", **dict(zip(MORE, (*MORE[1:], *MORE[:1]), strict=True))}
"""Each hosts a programme with this partner; LSE is on its own."""
REACHES = ("coordinators", "host", "members", "nobody")
"""Who reads the answers to a survey; each survey here is called after that."""
NAMES = {
    "matched": "Amara Quarto",
    "mentor": "Basil Folio",
    "unmatched": "Dinah Almanac",
    "drafting": "Cato Octavo",
    "abroad": "Emil Cicero",
    "drafting_abroad": "Fern Recto",
}


def id_of(*words: str) -> UUID:
    """The same id for the same words."""
    return uuid5(UUID(int=7), "/".join(words))


def registered_with(host: str) -> list[tuple[str, str]]:
    """(home, who) of everyone registered with `host`."""
    partner = HOSTS[host]
    of_partner = [] if partner == host else [(partner, "abroad"), (partner, "drafting_abroad")]
    return [(host, "matched"), (partner, "mentor"), (host, "unmatched"), (host, "drafting"), *of_partner]


def add_decisions_of_the_host(work: UnitOfWork, partner: str) -> None:
    """What the programme decides and tells: standings, a round, one mentorship, a message to each."""
    host = work.tenant
    row: dict[str, Any] = {"tenant_id": host, "programme_id": id_of(host, "programme")}
    for home, who in registered_with(host):
        about = {**row, "home_tenant_id": home}
        if not who.startswith("drafting"):
            state = "matched" if who in {"matched", "mentor"} else "unmatched"
            work.add(
                Standing(
                    **about, registration_id=id_of(host, home, who), pathway="main", state=state, verdict="eligible",
                    findings=[], updated_at=NOW,
                )
            )  # fmt: skip
            key = f"{home}-{who}"
            letter = work.new_id()
            work.add(
                Message(
                    **about, id=letter, person_id=id_of(home, who), to_email=f"{who}@{home}.example",
                    occasion="result", subject="News", body="Text", message_id=key, dedupe_key=key, created_at=NOW,
                )
            )  # fmt: skip
            work.add(Post(tenant_id=host, message_id=letter, at=NOW))
            work.add(
                Asked(
                    **about, id=id_of(host, home, who, "draft"), registration_id=id_of(host, home, who), survey="fit",
                    occasion="fit_60", asked_at=NOW, closes_at=NOW,
                )
            )  # fmt: skip
            work.add(
                Guest(**about, registration_id=id_of(host, home, who), event="launch", invited_at=NOW, place="given")
            )
            work.add(
                NextTime(
                    **about, registration_id=id_of(host, home, who), number=0, offer=["stay", "leave"], silent="leave",
                    asked_at=NOW,
                )
            )  # fmt: skip
    for home in sorted({host, partner}):
        work.add(
            Task(**row, id=work.new_id(), home_tenant_id=home, words="Decide", dedupe_key=f"decide-{home}", set_at=NOW)
        )
    fault: dict[str, Any] = {"tenant_id": host, "scheme": "b-mentor", "version": "1", "hook": "score", "cause": "raise"}
    work.add(PluginFault(**fault, id=work.new_id(), words="RuntimeError: ink", at=NOW))
    work.add(Quarantine(tenant_id=host, id=work.new_id(), scheme="b-mentor", since=NOW))
    work.add(
        Release(
            **row, id=id_of(host, "release"), phase="closes", title="Registration closes", closed_at=NOW, people=25,
            counts=[["Black", 15], ["Asian", 10]], withheld=False, issued_at=NOW, issued_by=id_of(host, "matched"),
        )
    )  # fmt: skip
    work.add(Counted(tenant_id=host, registration_id=id_of(host, host, "matched"), release_id=id_of(host, "release")))
    work.add(
        Round(
            **row, id=id_of(host, "round"), milestone="match_by", number=1, plan={}, inputs_digest="", result={},
            created_at=NOW,
        )
    )  # fmt: skip
    work.add(
        Mentorship(
            **row, id=id_of(host, "pair"), seen_by=sorted({host, partner}), pathway="main", state="running",
            round_id=id_of(host, "round"), created_at=NOW, formed_at=NOW,
        )
    )  # fmt: skip
    work.add(
        *(
            Member(
                **row, mentorship_id=id_of(host, "pair"), registration_id=id_of(host, home, who), home_tenant_id=home,
                person_id=id_of(home, who), role=role, name=NAMES[who], institution=home.upper(), joined_at=NOW,
            )
            for home, who, role in ((host, "matched", "mentee"), (partner, "mentor", "mentor"))
        )
    )  # fmt: skip
    work.add(
        Meeting(
            tenant_id=host, id=id_of(host, "ahead"), mentorship_id=id_of(host, "pair"), starts_at=NOW,
            zone="Europe/London", minutes=60, state="planned", logged_by_tenant=host, logged_at=NOW, changed_at=NOW,
        )
    )  # fmt: skip
    for home, who in ((host, "matched"), (partner, "mentor")):
        add_asked(work, home, who)


def add_asked(work: UnitOfWork, home: str, who: str) -> None:
    """A member of the pair is asked one survey for each kind of reader, to sign, and to meet."""
    host = work.tenant
    about: dict[str, Any] = {
        "tenant_id": host, "programme_id": id_of(host, "programme"), "home_tenant_id": home,
        "registration_id": id_of(host, home, who), "mentorship_id": id_of(host, "pair"),
    }  # fmt: skip
    work.add(
        *(
            Asked(
                **about, id=id_of(host, home, who, reach), survey=reach, occasion="half", reach=reach, asked_at=NOW,
                closes_at=NOW,
            )
            for reach in REACHES
        )
    )  # fmt: skip
    work.add(Signature(**about, agreement="together", asked_at=NOW))
    work.add(
        MeetingGuest(
            tenant_id=host, meeting_id=id_of(host, "ahead"), registration_id=id_of(host, home, who),
            mentorship_id=id_of(host, "pair"), home_tenant_id=home, told=0,
        )
    )  # fmt: skip


def add_answers(work: UnitOfWork, host: str, who: str) -> None:
    """They answer each survey, and one of them writes what they agree on."""
    home = work.tenant
    about: dict[str, Any] = {
        "tenant_id": host, "programme_id": id_of(host, "programme"), "mentorship_id": id_of(host, "pair")
    }  # fmt: skip
    own = {**about, "registration_id": id_of(host, home, who), "home_tenant_id": home, "person_id": id_of(home, who)}
    work.add(
        *(
            Answers(
                **own, asked_id=id_of(host, home, who, reach), survey=reach, reach=reach, answers={}, saved_at=NOW,
                answered_at=NOW,
            )
            for reach in REACHES
        )
    )  # fmt: skip
    alone = {"tenant_id": host, "programme_id": about["programme_id"], "survey": "nobody"}
    work.add(UnsignedAnswers(**alone, id=work.new_id(), answers={"going": "well"}))
    version = 1 if who == "matched" else 2
    work.add(
        AgreementText(
            **about, agreement="together", version=version, title={}, text={}, answers={}, written_by_tenant=home,
            written_by=id_of(host, home, who), written_at=NOW,
        )
    )  # fmt: skip


def add_draft(work: UnitOfWork) -> None:
    """Somebody has begun to answer, and sent nothing."""
    host, who = work.tenant, "unmatched"
    work.add(
        Answers(
            tenant_id=host, asked_id=id_of(host, host, who, "draft"), programme_id=id_of(host, "programme"),
            registration_id=id_of(host, host, who), home_tenant_id=host, person_id=id_of(host, who), survey="fit",
            reach="coordinators", answers={}, saved_at=NOW,
        )
    )  # fmt: skip


def add_meeting(work: UnitOfWork, host: str, who: str) -> None:
    """A member logs a meeting, says that they were there, and writes a note for the members."""
    home, meeting = work.tenant, work.new_id()
    row: dict[str, Any] = {"tenant_id": host, "mentorship_id": id_of(host, "pair")}
    work.add(
        Decline(
            **row, registration_id=id_of(host, home, who), programme_id=id_of(host, "programme"), home_tenant_id=home,
            reason="Too far", at=NOW,
        )
    )  # fmt: skip
    work.add(
        Exit(
            **row, registration_id=id_of(host, home, who), programme_id=id_of(host, "programme"), home_tenant_id=home,
            reason="Too far", words="Too far", apart=True, again=True, at=NOW,
        )
    )  # fmt: skip
    work.add(
        Meeting(
            **row, id=meeting, starts_at=NOW, zone="Europe/London", minutes=60, state="held",
            logged_by_tenant=home, logged_at=NOW,
        )
    )  # fmt: skip
    work.add(
        Attendance(**row, meeting_id=meeting, registration_id=id_of(host, home, who), home_tenant_id=home, present=True)
    )
    goal = work.new_id()
    work.add(
        GoalEntry(
            **row, id=goal, goal_id=goal, kind="goal", home_tenant_id=home, author_id=id_of(home, who),
            sealed=Ciphertext(b"sealed"), written_at=NOW,
        )
    )  # fmt: skip
    work.add(
        Note(
            **row, id=work.new_id(), meeting_id=meeting, home_tenant_id=home, author_id=id_of(home, who),
            sealed=Ciphertext(b"sealed"), written_at=NOW,
        )
    )  # fmt: skip
