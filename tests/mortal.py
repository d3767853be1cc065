"""A programme whose processes are killed: who is confirmed, what the mail server's own mailbox holds, what is kept."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any
from uuid import UUID

from psycopg import OperationalError

from makers import Installed, Works
from mentoring.accounts.sessions import open_session, session_of
from mentoring.db.cluster import Cluster
from mentoring.db.embedded import Server
from mentoring.db.engine import Database
from mentoring.db.postmaster import read_postmaster
from mentoring.errors import SetUpIncomplete
from mentoring.participants.register import own_registration, save_answers, start, submit
from mentoring.people.service import person as person_of
from mentoring.programmes.queries import programme
from mentoring.schemes.load import load_directory
from mentoring.unit_of_work import VISITOR, Actor
from mentoring.web.http.tokens import form_token
from post_office import PostOffice
from year import B_GRADES, B_MENTEE, Year, b_mentor_year, home_of

NURSERY = Path(__file__).with_name("nursery.py")
MORNING = datetime(2020, 12, 11, 9, tzinfo=UTC)
"""When a day begins: the last call to those who have not sent their registration falls into it."""
NEXT_NOON = datetime(2020, 12, 12, 12, tzinfo=UTC)
LEASE_OVER = timedelta(minutes=11)
HOMES = ("ucl", "kcl", "ual", "qmul")


class Nursery:
    """Bears children and says how they ended."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Over a running `nursery.py`, which says its port first."""
        self.process = process
        self.port = self._heard()

    def bear(self, kind: str, now: datetime, **more: Any) -> int:
        """A new child; its id."""
        return self._ask({"bear": kind, "now": now.isoformat(), **more})

    def killed(self, child: int) -> bool:
        """Kill it; whether that, and not its own end, was its end."""
        os.kill(child, signal.SIGKILL)
        return self.died(child)

    def died(self, child: int) -> bool:
        """Wait until it has ended; whether it was killed."""
        return self._ask({"wait": child}) == signal.SIGKILL

    def _ask(self, what: dict[str, Any]) -> int:
        assert self.process.stdin is not None
        print(json.dumps(what), file=self.process.stdin, flush=True)
        return self._heard()

    def _heard(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())


@contextmanager
def nursery(server: Server, office: PostOffice, folder: Path) -> Iterator[Nursery]:
    """A nursery, for as long as this is open. What its children say is kept in a file."""
    told = {
        "database": server.url("mentoring_app", "mentoring"), "keys": str(server.keys), "folder": str(folder),
        "post": office.server.port, "now": MORNING.isoformat(),
    }  # fmt: skip
    with (folder / "children.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(NURSERY), json.dumps(told)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        with process:
            yield Nursery(process)


@dataclass
class Town:
    """The programme with everyone's draft in it. `confirmed` have been told by us that we have their registration."""

    server: Server
    office: PostOffice
    year: Year
    drafts: dict[str, UUID]
    cookies: dict[str, tuple[str, str]]
    confirmed: set[str] = field(default_factory=set)
    in_the_window: set[tuple[UUID, datetime]] = field(default_factory=set)

    def put_back(self) -> None:
        """Everyone's draft as it was; nothing decided, nothing told; an empty mailbox."""
        with self.server.superuser("mentoring") as admin:
            for table in ("occurrences", "standings", "decisions", "post", "messages", "due", "audit"):
                admin.execute(f"delete from {table}")
            admin.execute("update registrations set state = 'draft', submitted_at = null")
        self.office.box.unlink(missing_ok=True)
        self.confirmed.clear()
        self.in_the_window.clear()

    def submits(self, email: str, now: datetime) -> None:
        """Somebody sends their registration; settling is left to a worker."""
        someone = Actor.person(self.year.person(email).id)
        with self.year.works.work(home_of(email), someone, now) as work:
            found = programme(work, self.year.slug)
            submit(work, found, own_registration(work, found, self.drafts[email]))
        self.confirmed.add(email)

    def look(self) -> None:
        """Note what was being handed over when somebody died: of these alone the mail server may hear again."""
        with self.server.superuser("mentoring") as admin:
            told = admin.execute("select message_id, begun_at from post where begun_at is not null").fetchall()
        self.in_the_window |= {(key, at) for key, at in told if isinstance(key, UUID) and isinstance(at, datetime)}

    def finish(self, nursery: Nursery) -> None:
        """What is left is done by workers that nobody kills."""
        for hours in range(4):
            assert not nursery.died(nursery.bear("round", NEXT_NOON + timedelta(hours=hours)))

    def repeats(self) -> Counter[str]:
        """How many times too many each mail has arrived, by its Message-ID."""
        found = Counter(str(each.mail["Message-ID"]) for each in self.office.arrived())
        return found - Counter(set(found))

    def holds(self) -> None:
        """Nothing confirmed is lost, nothing is told twice by us, and what may have arrived twice says so."""
        with self.server.superuser("mentoring") as admin:
            sent = admin.execute("select message_id, to_email, occasion, state, doubtful from messages").fetchall()
            submitted = admin.execute("select email from registrations where state = 'submitted'").fetchall()
            entered = admin.execute("select object_id from audit where action = 'submit'").fetchall()
            judged = admin.execute("select registration_id from standings").fetchall()
            waiting = admin.execute("select count(*) from post").fetchone()
            moments = admin.execute("select milestone, subject, action, recipient from occurrences").fetchall()
        assert {email for (email,) in submitted} == self.confirmed
        assert sorted(str(each) for (each,) in entered) == sorted(str(self.drafts[each]) for each in self.confirmed)
        assert {each for (each,) in judged} == {self.drafts[each] for each in self.confirmed}
        assert waiting == (0,)
        assert {state for *_, state, _ in sent} == {"sent"}
        assert len({ours for ours, *_ in sent}) == len(sent)
        received = sorted(str(to) for _, to, occasion, *_ in sent if occasion == "registration_received")
        assert received == sorted(self.confirmed)
        assert not [each for each, times in Counter((to, what) for _, to, what, *_ in sent).items() if times > 1]
        assert len(set(moments)) == len(moments)
        assert {str(each.mail["Message-ID"]) for each in self.office.arrived()} == {str(ours) for ours, *_ in sent}
        assert set(self.repeats()) <= {str(ours) for ours, *_, doubtful in sent if doubtful}
        assert self.repeats().total() <= len(self.in_the_window)


def town_of(server: Server, database: Database, office: PostOffice, people: int) -> Town:
    """A programme that so many people are about to register for; three more never will."""
    works = Works(database, Installed(load_directory().schemes))
    year = b_mentor_year(works)
    town = Town(server, office, year, {}, {})
    for number in range(people + 3):
        email = f"amara.quarto{number}@{HOMES[number % 4]}.example"
        home, someone = home_of(email), year.person(email)
        with works.work(home, Actor.person(someone.id), MORNING) as work:
            found = programme(work, year.slug)
            one = start(work, found, role="mentee")
            answers = {**B_MENTEE, "grade": B_GRADES[home][0]}
            save_answers(work, found, one, answers=answers, declared={"identifies": True})
        with works.work(home, VISITOR, MORNING) as work:
            token = open_session(work, person_of(work, someone.id), user_agent=None, replaces=None, next_path="").token
        with works.work(home, VISITOR, MORNING) as work:
            signed = session_of(work, token)
        assert signed is not None
        town.drafts[email] = one.id
        town.cookies[email] = token, form_token(signed.csrf_secret)
    return town


class Clients:
    """People at their browsers: each sends the last page of the registration until the answer says it has arrived."""

    def __init__(self, town: Town, port: int, number: int) -> None:
        """So many at a time, at the site on this port."""
        self.town, self.port = town, port
        self.coming: Queue[str | None] = Queue()
        self.retried = 0
        self.threads = [Thread(target=self._go_on, daemon=True) for _ in range(number)]
        for each in self.threads:
            each.start()

    def come(self, *emails: str) -> None:
        """These people want to send theirs now."""
        for each in emails:
            self.coming.put(each)

    def served(self) -> None:
        """Wait until everybody is, and let the clients go."""
        self.coming.join()
        for _ in self.threads:
            self.coming.put(None)
        for each in self.threads:
            each.join()

    def _go_on(self) -> None:
        while (email := self.coming.get()) is not None:
            while self._sent(email) != http.client.SEE_OTHER:
                self.retried += 1
                time.sleep(0.01)  # as a person would, only sooner
            self.town.confirmed.add(email)
            self.coming.task_done()

    def _sent(self, email: str) -> int:
        cookie, token = self.town.cookies[email]
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": f"session={cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            path = f"/{home_of(email)}/{self.town.year.slug}/register/mentee/send"
            line.request("POST", path, f"csrf={token}", headers)
            status = line.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()
        assert status == http.client.SEE_OTHER or status >= http.client.INTERNAL_SERVER_ERROR, (email, status)
        return status


def kill_postgres(folder: Path) -> None:
    """Kill the server with everything it has borne; and start it again over what it left."""
    cluster = Cluster(folder)
    left = read_postmaster(cluster.data)
    assert left is not None
    children = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit() and _borne(each, left.pid)]
    for pid in (left.pid, *children):
        os.kill(pid, signal.SIGKILL)
    while True:
        try:
            cluster.start()
            Server(left.socket).superuser().close()
        except (SetUpIncomplete, OperationalError):
            time.sleep(0.05)  # what was killed lets go of its memory in its own time
        else:
            return


def _borne(process: Path, parent: int) -> bool:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1]) == parent
    except OSError:
        return False
