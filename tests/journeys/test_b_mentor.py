"""A year of B-MEntor over HTTP: five institutions, pairs across them; each page is recognised by its heading."""

from browsing import Browser
from served import Served
from year import CLOSED, MATCHING

PUBLIC = "/kcl/b-mentor-2021/"
MINE = "/kcl/b-mentor-2021/mine"
AMARA, DINAH = "amara.quarto@kcl.example", "dinah.almanac@ucl.example"
WORK = {
    "job_title": "Finance Officer",
    "unit": "Finance",
    "staff_group": "professional_services",
    "grade": "4",
    "line_manager": "manager@kcl.example",
}
NEXT, LATER, SEND = "Save and continue", "Save and come back later", "Send my registration"


def test_from_a_visitor_to_the_first_meeting_and_a_withdrawal(b_mentor: Served) -> None:
    a_visitor_begins_to_register(b_mentor)
    what_was_typed_is_there_on_another_day(b_mentor)
    a_mentor_registers(b_mentor)
    others = others_register(b_mentor)
    coordinators_decide_about_their_own_people(b_mentor)
    attendance_is_recorded(b_mentor)
    nobody_knows_of_a_match_before_publication(b_mentor)
    the_lead_runs_a_round_and_publishes_it_once(b_mentor)
    mentee_and_mentor_meet(b_mentor)
    someone_withdraws(b_mentor, others)


def a_visitor_begins_to_register(site: Served) -> None:
    visitor = site.browser()
    assert visitor.open("/").heading == "Mentoring"
    assert visitor.follow("King's College London").heading == "Mentoring at King's"
    assert visitor.follow("B-MEntor").heading == "B-MEntor Professional 2021"
    assert "Registration is open until Friday 18 December 2020. 40 places." in visitor.page.words
    assert visitor.follow("Register as a mentee").heading == "Sign in"
    page = visitor.press("Send me a link", email="amara")
    assert (page.status, page.heading, page.title[:6]) == (422, "Sign in", "Error:")
    page = visitor.sign_in(AMARA, after="the page that was wanted")
    assert (page.heading, page.path) == ("About you", f"{PUBLIC}register/mentee/about-you")
    site.browsers[AMARA] = visitor
    assert visitor.press(NEXT).problems == ["Enter your name"]
    assert visitor.press(NEXT, name="Amara Quarto").heading == "Your work"
    page = visitor.press(NEXT, {**WORK, "staff_group": [], "line_manager": "manager at kcl"})
    assert (page.status, page.heading) == (422, "Your work")
    assert page.problems == [
        "Answer “Which kind of post do you hold?”",
        "Enter a whole e-mail address for your line manager's e-mail address, for example name@university.example",
    ]
    assert 'value="Finance Officer"' in page.html
    assert 'value="manager at kcl"' in page.html
    page = visitor.press(NEXT, staff_group="professional_services", line_manager="manager@kcl.example")
    assert page.heading == "What you hope for"
    page = visitor.press(LATER, wants=["budgets", "leadership"])
    assert (page.heading, page.path) == ("Your registration is not sent yet", MINE)


def what_was_typed_is_there_on_another_day(site: Served) -> None:
    amara = site.browsers[AMARA]
    amara.press("Sign out")
    assert amara.open(MINE).heading == "Sign in"
    assert amara.sign_in(AMARA, after="the page that was wanted").heading == "Your registration is not sent yet"
    assert amara.follow("Go on with your registration as a mentee").heading == "What you hope for"
    chosen = [each.attributes["value"] for each in amara.page.root.all("input") if "checked" in each.attributes]
    assert chosen == ["leadership", "budgets"]
    assert amara.press(NEXT, goals="To lead a small team one day").heading == "How you would like to meet"
    assert amara.press(NEXT, meet=["online"], training="yes").heading == "A question about you"
    assert amara.press(NEXT).heading == "Read it through and send"
    assert amara.page.links("Change: About you") == [f"{PUBLIC}register/mentee/about-you"]
    assert "Finance Officer" in amara.page.words
    assert amara.open(f"{PUBLIC}register/mentee/declaration").heading == "A question about you"
    assert amara.press(NEXT, {"declared.identifies": "yes"}).heading == "Read it through and send"
    page = amara.press(SEND)
    assert (page.heading, page.path) == ("You are in", MINE)
    assert "You meet your match on 11 February 2021" in page.words
    assert "Training for mentees" in page.words


def a_mentor_registers(site: Served) -> None:
    dinah = site.as_(DINAH)
    dinah.open("/ucl/b-mentor-2021/")
    assert dinah.follow("Register as a mentor").heading == "About you"
    dinah.press(NEXT, name="Dinah Almanac")
    dinah.press(NEXT, {**WORK, "job_title": "Head of Finance", "grade": "9", "line_manager": "director@ucl.example"})
    assert dinah.page.heading == "What you bring"
    page = dinah.press(NEXT, offers=["budgets", "leadership"], fields=["finance"], mentored_before="yes", learned="")
    assert page.problems == ["Answer “Which part of your own path would you tell a mentee about?”"]
    dinah.press(NEXT, experience="I came to lead a small team by chance")
    assert dinah.page.heading == "How you would like to meet"
    assert dinah.press(NEXT, meet=["online"], capacity="two", training="yes").problems == [
        "Enter a whole number for “How many mentees could you meet with at the same time?”, for example 2"
    ]
    assert dinah.press(NEXT, capacity="1").heading == "Read it through and send"
    assert dinah.press(SEND).heading == "You are in"


def others_register(site: Served) -> dict[str, str]:
    year = site.year
    year.register("basil.folio@qmul.example", "mentor", offers=["networks"])
    return {
        "Cato Octavo": str(year.register("cato.octavo@kcl.example", "mentee", grade="")),
        "Emil Cicero": str(year.register("emil.cicero@kcl.example", "mentee", staff_group="academic")),
        "Fern Recto": str(year.register("fern.recto@ucl.example", "mentee", wants=["networks"])),
        "Gita Verso": str(year.register("gita.verso@ucl.example", "mentee", wants=["belonging"])),
    }


def file_of(browser: Browser, slug: str, tab: str, name: str) -> Browser:
    browser.open(f"/{slug}/console/b-mentor-2021/registrations?tab={tab}")
    browser.follow(name)
    return browser


def coordinators_decide_about_their_own_people(site: Served) -> None:
    kcl, ucl = site.coordinator("kcl"), site.coordinator("ucl")
    assert kcl.open("/kcl/console").heading == "Today"
    assert "Two registrations need you" in kcl.page.words
    assert kcl.follow("Review 1").heading == "Registrations"
    assert "Fern Recto" not in kcl.page.words
    ucl.open("/ucl/console/b-mentor-2021/registrations?tab=everyone")
    assert "Fern Recto" in ucl.page.words
    file_of(ucl, "ucl", "needs_person", "Cato Octavo")
    assert "The coordinators of King's decide about their own people." in ucl.page.words
    assert ucl.page.forms("Confirm") == []
    cato = ucl.page.path.partition("?")[0]
    token = ucl.page.token
    assert ucl.send(cato, [("csrf", token), ("outcome", "eligible"), ("reason", "Grade 6")]).status == 403
    file_of(kcl, "kcl", "needs_person", "Cato Octavo")
    assert "Needs a person to look" in kcl.page.words
    page = kcl.press("Confirm", outcome="eligible")
    assert page.problems == ["Write why. It is kept with the decision and your name."]
    page = kcl.press("Confirm", reason="Asked: grade 4, which is level 6")
    assert page.heading == "Registrations"
    assert "Emil Cicero" in page.words
    page = kcl.press("Confirm", outcome="not_eligible")
    assert page.problems == ["Write why. It is kept with the decision and your name."]
    page = kcl.press("Confirm", reason="A lecturer; told about the scheme for academics")
    assert "Not eligible by Maya Archive on 2 November 2020. A lecturer; told about the" in page.words
    assert "Nothing needs you today" in kcl.open("/kcl/console").words
    emil = site.as_("emil.cicero@kcl.example")
    assert emil.open(MINE).heading == "We cannot offer you a place this time"


def attendance_is_recorded(site: Served) -> None:
    site.year.now = CLOSED
    ucl, kcl = site.coordinator("ucl"), site.coordinator("kcl")
    ucl.sign_in("coordinator@ucl.example")
    kcl.sign_in("coordinator@kcl.example")
    page = kcl.open("/kcl/console/b-mentor-2021/attendance")
    assert page.heading == "Events and attendance"
    assert "Fern Recto" not in page.words
    ucl.open("/ucl/console/b-mentor-2021/matching")
    assert "No proposal yet" in ucl.page.words
    for browser, slug in ((kcl, "kcl"), (ucl, "ucl")):
        browser.open(f"/{slug}/console/b-mentor-2021/attendance")
        for gate in ("trained_mentee", "trained_mentor"):
            boxes = [i for i in browser.page.root.all("input") if i.attributes.get("name") == f"people-{gate}"]
            if boxes:
                forms = [f for f, _ in browser.page.forms("Record as attended")]
                which = next(n for n, form in enumerate(forms) if boxes[0] in form.all("input"))
                ticked = {f"people-{gate}": [each.attributes["value"] for each in boxes]}
                browser.press("Record as attended", ticked, which=which)
    assert "Everybody has attended what they must." in ucl.page.words


def nobody_knows_of_a_match_before_publication(site: Served) -> None:
    site.year.now = MATCHING
    ucl = site.coordinator("ucl")
    ucl.sign_in("coordinator@ucl.example")
    ucl.open("/ucl/console/b-mentor-2021/matching")
    page = ucl.press("Run a round")
    assert page.heading == "Matching"
    assert "Private until you publish: no participant can see it and no message has left." in page.words
    assert "Dinah Almanac" in page.words
    assert "Wants “Budgets and finance”" in page.words or "budgets" in page.words.lower()
    assert "Gita Verso" in page.words
    for email in (AMARA, DINAH):
        someone = site.as_(email)
        someone.sign_in(email)
        slug = email.partition("@")[2].removesuffix(".example")
        assert someone.open(f"/{slug}/b-mentor-2021/mine").heading == "You are in"
        assert "No match yet" in someone.open(f"/{slug}/mine").words
        assert "match" not in " ".join(site.year.letters(email))


def the_lead_runs_a_round_and_publishes_it_once(site: Served) -> None:
    ucl = site.coordinator("ucl")
    ucl.open("/ucl/console/b-mentor-2021/matching")
    shown = ucl.follow("Preview publication")
    assert shown.heading == "Publish proposal 1"
    page = ucl.press("Publish and tell")
    assert page.heading == "Matching"
    assert "Everybody was told on Thursday 11 February 2021" in page.words
    ucl.page = shown
    page = ucl.press("Publish and tell")
    assert (page.status, page.heading) == (409, "This has changed meanwhile")
    assert "Proposal 1 has been published already." in page.words
    ucl.follow("Load the page again")
    assert ucl.page.forms("Publish and tell") == []


def mentee_and_mentor_meet(site: Served) -> None:
    amara, dinah, kcl = site.as_(AMARA), site.as_(DINAH), site.coordinator("kcl")
    page = amara.open(MINE)
    assert page.heading == "You and Dinah"
    assert "Dinah Almanac" in page.words
    assert "Head of Finance, University College London" in page.words
    assert "Why you two" in page.words
    assert "Dinah: in their own words" in page.words
    assert "I came to lead a small team by chance" in page.words
    assert "director@ucl.example" not in page.words
    assert dinah.open("/ucl/b-mentor-2021/mine").heading == "You and Amara"
    assert "Finance Officer, King's College London" in dinah.page.words
    site.year.now = site.year.now.replace(month=3, day=4)
    amara.sign_in(AMARA)
    amara.open(MINE)
    assert amara.follow("Log a meeting").heading == "Log a meeting"
    page = amara.press("Log this meeting", {"day.day": "5", "day.month": "3", "day.year": "2021"})
    assert page.problems == ["This is still to come. Note a meeting once you have met."]
    page = amara.press("Log this meeting", {"day.day": "3", "minutes": "50"})
    assert page.heading == "You and Dinah"
    assert "One meeting held. The scheme asks for at least six meetings." in page.words
    kcl.sign_in("coordinator@kcl.example")
    page = kcl.open("/kcl/console/b-mentor-2021/mentorships")
    assert page.heading == "Mentorships"
    assert "one meeting held" in page.words
    assert "Fern Recto" not in page.words


def someone_withdraws(site: Served, others: dict[str, str]) -> None:
    gita = site.as_("gita.verso@ucl.example")
    page = gita.open("/ucl/b-mentor-2021/mine")
    assert page.heading == "We have not found a match for you so far"
    assert gita.follow("Withdraw").heading == "Withdraw"
    page = gita.press("Withdraw", what="registration", reason="I am moving to another city")
    assert page.heading == "You have withdrawn"
    ucl = site.coordinator("ucl")
    ucl.sign_in("coordinator@ucl.example")
    file_of(ucl, "ucl", "withdrawn", "Gita Verso")
    assert "I am moving to another city" in ucl.page.words
    assert ucl.open(f"/ucl/console/b-mentor-2021/registrations/{others['Gita Verso']}").heading == "Registrations"
