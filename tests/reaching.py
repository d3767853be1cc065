"""Parts of the walk through the route table: the workbench, and who did what."""

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, update

from browsing import Browser, Page
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.events.model import EventSession, Guest
from mentoring.mentorships.model import Exit, Member, Mentorship, NextTime
from mentoring.participants.register import own_registrations
from served import Served
from year import SECRET, home_of, rows


def on_the_workbench(lead: Browser) -> None:
    """Every button of a proposal with one pair and somebody left over; at the end it is as it was."""
    proposal = lead.page.path
    for label in ("Lock ", "Locked", "Forbid", "Allow", "Undo last change", "Allow"):
        assert lead.press(label).path == proposal, label
    lead.press("Try it")
    lead.press("Undo last change")
    lead.press("Solve the rest again")
    assert lead.follow("Show differences").heading == "Proposal 5 compared with proposal 3"
    assert lead.follow("Back to proposal").heading == "Matching"
    assert lead.follow("Matrix").heading == "Matching"
    assert lead.follow("Fern Recto").heading == "Another mentor for Fern Recto"
    assert lead.follow("Basil Folio").heading == "Another mentee for Basil Folio"
    choice = next(each for each in lead.page.root.all("input") if each.attributes.get("name") == "choice")
    lead.press("Swap", choice=choice.attributes["value"])
    assert "By hand: Swapped by hand." in lead.page.words
    lead.press("Undo last change")
    lead.follow("by hand")
    (other,) = [each for each in lead.page.root.all("select") if each.attributes["name"] == "other"]
    full = other.all("option")[-1].attributes["value"]
    lead.press("Match by hand", other=full, reason="Both asked for it")
    assert "By hand: Both asked for it." in lead.page.words
    lead.press("Undo last change")
    lead.follow("Try other weights")
    assert lead.press("Try it").heading == "Try other weights and values"
    lead.open(proposal)


def on_who_did_what(site: Served, known: dict[str, str]) -> None:
    """Somebody else's registration on which nothing is to be decided; the trail; and the operator's numbers."""
    ucl = site.coordinator("ucl")
    page = ucl.open(f"/ucl/console/b-mentor-2021/registrations/{known['registration']}")
    assert page.heading == "Why do you look at what Amara Quarto0 wrote?"
    assert ucl.open(f"{page.path}/why").heading == page.heading
    assert ucl.press("Open the registration", reason="She asked me to").heading == "Registrations"
    assert "said why they read registration" in ucl.follow("Who did what").words
    olga = site.year.person("olga.press@kcl.example")
    with site.year.works.work("kcl", now=site.year.now) as work:
        grant(work, person=olga, role="operator")
        install_factor(work, olga, SECRET)
    assert site.as_(olga.email).open("/kcl/console/system").heading == "System"


def session_of(site: Served, event: str) -> str:
    """The id of the session of an event of the host's."""
    with site.year.works.work("ucl") as work:
        return next(str(each.id) for each in rows(work, EventSession) if each.event == event)


def on_events(site: Served, guest: str) -> None:
    """A session added, changed, called off and put back; a register; and a guest who replies."""
    ucl, at = site.coordinator("ucl"), "/ucl/console/b-mentor-2021/attendance"
    year = site.year
    with year.as_(guest) as (work, programme):
        one = own_registrations(work, programme)[0]
    with year.works.work("ucl", now=year.now) as work:
        work.add(
            Guest(
                tenant_id="ucl", registration_id=one.id, event="celebration", programme_id=programme.id,
                home_tenant_id=one.home_tenant_id, invited_at=work.now,
            )
        )  # fmt: skip
    somebody = site.as_(guest)
    assert somebody.open("/kcl/b-mentor-2021/mine/events").heading == "Your events"
    (name,) = {each.attributes["name"] for each in somebody.page.root.all("input")
               if each.attributes["name"].startswith("reply-")}  # fmt: skip
    assert "You do not come" in somebody.press("Send my reply", {name: "no"}).words
    ucl.open(f"{at}/celebration")
    assert ucl.follow("Change time or place").heading == "Change a session"
    ucl.press("Show what this changes", place="Great Hall")
    assert "The session is changed" in ucl.press("Change the session").words
    assert ucl.follow("Call it off").heading == "What this changes"
    assert "The session is called off" in ucl.press("Call it off").words
    ucl.follow("Let it take place")
    assert "The session takes place again" in ucl.press("Let it take place").words
    assert ucl.follow("Add a session").heading == "Add a session"
    evening = {"day.day": "9", "day.month": "12", "day.year": "2021", "time": "17:00"}
    ucl.press("Show what this changes", evening)
    assert "The session is added" in ucl.press("Add the session", reason="Two evenings").words
    register = f"{at}/induction_mentee/{session_of(site, 'induction_mentee')}/register"
    assert ucl.open(register).heading == "Register: Training for mentees"
    assert ucl.press("Save the register").heading == "Register: Training for mentees"
    assert ucl.press("Show what the list says", text="Name,Duration\nA. Stranger,80").heading == "What the list says"


def on_meetings(site: Served, dinah: Browser, mentorship: str) -> None:
    """One is arranged, changed, replied to and called off; a number is agreed, going on allowed, a calendar read."""
    here = dinah.page.path
    assert dinah.follow("Arrange a meeting").heading == "Arrange a meeting"
    page = dinah.press("Arrange it", {"day.day": "1", "day.month": "4", "day.year": "2021", "time": "10:00"})
    assert "Your next meeting" in page.words
    assert "You have said that you cannot come." in dinah.press("I cannot come").words
    assert dinah.follow("Change it or call it off").heading == "Change this meeting"
    assert "11:00" in dinah.press("Change it for everyone", time="11:00").words
    dinah.follow("Change it or call it off")
    assert "Arrange a meeting" in dinah.press("Call this meeting off").words
    assert dinah.follow("Agree how often you meet").heading == "How often you meet"
    dinah.press("Keep this number", number="7")
    ucl = site.coordinator("ucl")
    assert ucl.open(f"/ucl/console/b-mentor-2021/mentorships/{mentorship}/go-on").status == 200
    assert ucl.press("Keep this answer", go_on="no").heading == "Mentorships"
    dinah.open("/ucl/account")
    (address,) = dinah.press("Make an address").root.all("code")
    assert dinah.client.get(address.words).status_code == 200
    dinah.open("/ucl/account")
    assert "taken back" in dinah.press("Take it back").words
    dinah.open(here)


def on_surveys(site: Served, email: str, pair: str) -> None:
    """Somebody signs, answers and gets a certificate; coordinators read, remind, and take the answers with them."""
    amara, home = site.as_(email), f"/{home_of(email)}/b-mentor-2021/mine"
    amara.open(f"{home}/{pair}")
    amara.follow("Read and sign")
    assert "You have signed" in amara.press("Sign this", rhythm="six_weeks", place="Online").words
    amara.open(f"{home}/{pair}")
    amara.follow("Answer “How is it going?”")
    assert "Your answers are sent" in amara.press("Send my answers", going="well").words
    ucl = site.coordinator("ucl")
    ucl.open("/ucl/console/b-mentor-2021/surveys")
    assert ucl.follow("How is it going?").heading == "How is it going?"
    assert "reminded" in ucl.press("Remind 1 now").words
    assert downloaded(ucl, f"{ucl.page.path.partition('?')[0]}/export").startswith("\ufeffName,Institution")
    with site.year.works.work("ucl") as work:
        work.session.execute(update(Mentorship).values(state="completed", ended_at=site.year.now))
    assert amara.open(f"{home}/{pair}/certificate").heading == "Certificate of completion"


def downloaded(browser: Browser, path: str) -> str:
    """A file that a button of the page gives; with the code, where one is asked first."""
    sent = {"csrf": browser.page.token}
    for _ in range(2):
        browser.client.cookies = browser.cookies
        answer = browser.client.post(path, data=sent)
        if answer.status_code != 403:
            break
        sent["factor_code"] = Page.read(403, path, answer.text).words.partition("an app would show ")[2][:6]
    assert answer.status_code == 200, answer.text
    return answer.content.decode()


def on_asking_and_next_time(site: Served, amaras: str) -> None:
    """Fern looks whom she might ask and thinks better of it; a coordinator lets no request begin; Amara stays."""
    fern, ucl, amara = (
        site.as_("fern.recto@ucl.example"),
        site.coordinator("ucl"),
        site.as_("amara.quarto0@kcl.example"),
    )
    fern.open("/ucl/b-mentor-2021/mine")
    assert fern.follow("Find somebody to ask").heading == "Find somebody to ask"
    assert fern.follow("Ask Basil Folio").heading == "Ask Basil Folio"
    assert fern.press("Ask them").problems == ["Write a few words: why you ask them"]
    asker, request = UUID(amaras), uuid5(UUID(int=1), "request")
    row: dict[str, Any] = {"tenant_id": "ucl", "programme_id": site.year.programme_id}
    with site.year.works.work("ucl") as work:
        work.add(
            Mentorship(
                **row, id=request, seen_by=["kcl"], pathway="main", state="offered", asked_by=asker,
                created_at=site.year.now,
            )
        )  # fmt: skip
        work.add(
            NextTime(
                **row, registration_id=asker, number=1, home_tenant_id="kcl", offer=["stay", "leave"], silent="leave",
                asked_at=site.year.now,
            )
        )  # fmt: skip
    assert ucl.open("/ucl/console/b-mentor-2021/requests").heading == "Requests"
    begins = f"/ucl/console/b-mentor-2021/requests/{request}"
    assert ucl.send(begins, [("csrf", ucl.page.token), ("may", "no")]).heading == "Requests"
    assert amara.open(f"/kcl/b-mentor-2021/mine/next/{amaras}/1").heading == "Next time"
    assert amara.press("Send my answer").problems == ["Choose what is to happen next time"]
    assert "You have said: “Stay as I am”." in amara.press("Send my answer", next="stay").words


def with_all_of_it(site: Served, amara: Browser) -> None:
    """A copy of what is held; something to correct, answered; and thinking better of being erased."""
    amara.open("/kcl/my-data")
    assert amara.press_for_file("Take a copy of it all").startswith(b"PK")
    assert amara.follow("Correct it").heading == "Correct what stands about you"
    assert amara.press("Ask my coordinators").problems == ["Say what is wrong, and what is right."]
    assert "Your coordinators are asked" in amara.press("Ask my coordinators", words="I work in Estates").words
    kcl = site.coordinator("kcl")
    kcl.open("/kcl/console")
    assert kcl.follow("Look at it").heading == "Amara Quarto0 asks for a correction"
    assert kcl.press("Answer", answer="Your unit is changed.").heading == "Today"
    assert "Your coordinators: Your unit is changed." in amara.open("/kcl/my-data").words
    assert amara.follow("Have yourself erased").heading == "Have yourself erased"
    assert "Your coordinators are asked" in amara.press("Ask to be erased").words
    assert "Taken back" in amara.press("Take it back").words


def with_goals(dinah: Browser) -> None:
    """One is set, a step is taken, and it is reached."""
    assert dinah.follow("Set a goal").heading == "Goals"
    assert dinah.press("Set this goal").problems == ["Answer “What would you like to have reached?”"]
    assert dinah.press("Set this goal", goal="Lead a small team", step="Ask Noor").heading == "Lead a small team"
    assert "One of one step done" in dinah.press("Done").words
    assert "You have reached it" in dinah.press("We have reached it").words
    dinah.follow("All goals")
    dinah.follow("Back to your page")


def with_notes(dinah: Browser) -> None:
    """One is written, changed and deleted."""
    assert dinah.follow("Read and write notes").heading == "Notes"
    assert dinah.press("Keep this note").problems == ["Write something before you keep it."]
    assert "Your note is kept" in dinah.press("Keep this note", text="To ask: who decides\nabout the rota").words
    assert dinah.follow("Change or delete").heading == "Your note"
    assert dinah.press("Keep the change", text="").problems == ["Write something before you keep it."]
    assert "Your note is changed" in dinah.press("Keep the change", text="Who decides?").words
    assert dinah.page.words.count("Who decides?") == 1
    dinah.follow("Change or delete")
    assert "Your note is deleted" in dinah.press("Delete this note for everyone").words
    assert "No notes yet" in dinah.page.words
    dinah.follow("Back to your page")


def with_a_way_out(site: Served, dinah: Browser, mentorship: str) -> None:
    """Neither a member nor a coordinator ends anything without a reason."""
    assert dinah.follow("Leave without blame").heading == "Leave this match"
    told = ["Choose the reason that comes nearest.", "Choose what you would like next."]
    assert dinah.press("Leave it now").problems == told
    dinah.follow("Stay")
    ucl = site.coordinator("ucl")
    page = ucl.open(f"/ucl/console/b-mentor-2021/mentorships/{mentorship}")
    assert (page.heading, "Meetings held" in page.words) == ("Amara Quarto0 and Dinah Almanac0", True)
    assert ucl.press("End it for those chosen").problems == ["Choose who leaves.", told[0]]


def with_two_ends(site: Served, mentorship: str) -> None:
    """Dinah leaves; as if she had not, a coordinator ends it."""
    dinah, ucl = site.as_("dinah.almanac0@ucl.example"), site.coordinator("ucl")
    _runs(site, mentorship)
    dinah.open(f"/ucl/b-mentor-2021/mine/{mentorship}/leave")
    dinah.press("Leave it now", reason="2", again="yes")
    assert "This match is over" in dinah.open(f"/ucl/b-mentor-2021/mine/{mentorship}").words
    who = _runs(site, mentorship)
    ucl.open(f"/ucl/console/b-mentor-2021/mentorships/{mentorship}")
    assert "Ended early" in ucl.press("End it for those chosen", who=who, reason="3").words


def _runs(site: Served, mentorship: str) -> str:
    """It runs, whatever the walk has made of it; one of its members' registration comes back."""
    key = UUID(mentorship)
    with site.year.works.work("ucl") as work:
        work.session.execute(delete(Exit).where(Exit.mentorship_id == key))
        work.session.execute(update(Member).where(Member.mentorship_id == key).values(left_at=None))
        going = {"state": "running", "ended_at": None}
        work.session.execute(update(Mentorship).where(Mentorship.id == key).values(going))
        return next(str(each.registration_id) for each in rows(work, Member) if each.mentorship_id == key)
